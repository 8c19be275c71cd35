package io.vnetflowroutes.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Java process takes up.
 *
 * @param residentBytes its memory as the system counts it
 * @param liveBytes the objects on its heap that are in use, after a collection
 */
record ProcessFigures(int openFiles, int threads, long residentBytes, long liveBytes) {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  /** The figures of a process of this machine, as Linux and the JVM tell them. */
  static ProcessFigures of(ProcessHandle process) {
    Path proc = Path.of("/proc/" + process.pid());
    try {
      String status = Files.readString(proc.resolve("status"));
      return new ProcessFigures(
          proc.resolve("fd").toFile().list().length,
          (int) number(status, Pattern.compile("Threads:\\s+(\\d+)")),
          number(status, Pattern.compile("VmRSS:\\s+(\\d+) kB")) * 1024,
          number(histogram(process.pid()), TOTAL));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String histogram(long pid) throws IOException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                "" + pid,
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static long number(String text, Pattern pattern) {
    Matcher number = pattern.matcher(text);
    if (!number.find()) {
      throw new IllegalStateException("No " + pattern + " in " + text);
    }
    return Long.parseLong(number.group(1));
  }

  @Override
  public String toString() {
    return "%d open files, %d threads, %d MB resident, %.1f MB in use"
        .formatted(openFiles, threads, residentBytes >> 20, liveBytes / 1048576.0);
  }
}
