package io.vnetflowroutes.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program in C++ that touches the tuples of a blob with simdjson and makes nothing of them, built
 * where its library and a compiler are installed (Debian: {@code libsimdjson-dev} and {@code g++}).
 */
final class SimdJson {

  private static final Path HEADER = Path.of("/usr/include/simdjson.h");
  private static final Path COMPILER = Path.of("/usr/bin/g++");
  private static final Pattern VERSION = Pattern.compile("SIMDJSON_VERSION \"?([0-9.]+)");

  private final Path program;

  /** Builds the program in a folder. */
  SimdJson(Path folder) throws IOException, InterruptedException {
    Path source = folder.resolve("tuples.cpp");
    program = folder.resolve("tuples");
    try (InputStream text = SimdJson.class.getResourceAsStream("/bench/tuples.cpp")) {
      Files.copy(text, source);
    }
    lines("g++", "-O3", "-std=c++17", "-o", program.toString(), source.toString(), "-lsimdjson");
  }

  /** Whether the program can be built. */
  static boolean installed() {
    return Files.exists(HEADER) && Files.isExecutable(COMPILER);
  }

  /** The version of the library. */
  static String version() throws IOException {
    Matcher version = VERSION.matcher(Files.readString(HEADER));
    return version.find() ? version.group(1) : "of an unknown version";
  }

  /** How many tuples it finds in a blob. */
  int count(Path blob) throws IOException, InterruptedException {
    return Integer.parseInt(lines(program.toString(), blob.toString(), "0", "0").get(0));
  }

  /** How many tuples a second it touches, run after run. */
  Figure speed(Path blob, int runs, int seconds) throws IOException, InterruptedException {
    List<String> lines = lines(program.toString(), blob.toString(), "" + runs, "" + seconds);
    return Figure.of(lines.stream().skip(1).map(Double::valueOf).toList());
  }

  private static List<String> lines(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command[0] + " ended with " + process.exitValue());
    }
    return output.lines().toList();
  }
}
