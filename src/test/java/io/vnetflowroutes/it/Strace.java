package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The system calls by which the program changes files, as the tool strace tells them. */
final class Strace {
  private static final String CALLS =
      "?open,openat,?creat,write,pwrite64,ftruncate,?rename,renameat,?renameat2,?mkdir,mkdirat,"
          + "?unlink,unlinkat,?rmdir,fsync,fdatasync";
  private static final Pattern LINE = Pattern.compile("(\\d+) +(.*)");
  private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. \\w+ resumed>(.*)");
  private static final Pattern CALL = Pattern.compile("(\\w+)\\((.*)\\) += (\\d+).*");
  private static final Pattern TEXT = Pattern.compile("\"((?:\\\\x[0-9a-f]{2})*)\"");
  private static final Pattern DESCRIPTOR = Pattern.compile("(\\d+)<([^>]*)>.*");
  private static final String UNFINISHED = " <unfinished ...>";

  private Strace() {}

  /**
   * A call that succeeded.
   *
   * @param name its name
   * @param arguments its arguments as strace writes them
   * @param texts the texts among them
   * @param result what it returned
   */
  record Call(String name, String arguments, List<byte[]> texts, int result) {

    /** The file descriptor that is the first argument; -1 if it is none. */
    int descriptor() {
      Matcher first = DESCRIPTOR.matcher(arguments);
      return first.matches() ? Integer.parseInt(first.group(1)) : -1;
    }

    /** The path of the descriptor that is the first argument. */
    String path() {
      Matcher first = DESCRIPTOR.matcher(arguments);
      return first.matches() ? new String(bytes(first.group(2)), StandardCharsets.UTF_8) : "";
    }

    /** One of the texts. */
    String text(int index) {
      return new String(texts.get(index), StandardCharsets.UTF_8);
    }

    /** The last argument as a number. */
    long lastNumber() {
      return Long.parseLong(arguments.substring(arguments.lastIndexOf(',') + 1).trim());
    }
  }

  /**
   * What is told of each call: that it begins, in so far as it is known then, and that it ended.
   */
  interface Listener {
    /** A call begins; what this returns is run when it has ended well. */
    Consumer<Call> begins(Call asFarAsKnown);
  }

  /** A command to put in front of one whose calls are to be written to a file. */
  static List<String> to(Path file) {
    if (!onThePath() && !installed()) {
      fail("This test needs the program strace: install the package strace");
    }
    return List.of(
        "strace", "-f", "-y", "-xx", "-s", "4000000", "-o", "" + file, "-e", "trace=" + CALLS);
  }

  private static boolean onThePath() {
    return run("strace", "-V") == 0;
  }

  /** Installs it, where this user may. */
  private static boolean installed() {
    return "root".equals(System.getProperty("user.name"))
        && run("apt-get", "update") == 0
        && run("apt-get", "install", "-y", "strace") == 0;
  }

  private static int run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Tells a listener all calls of a file, in their order. */
  static void read(Path file, Listener listener) {
    Map<String, String> begun = new HashMap<>();
    Map<String, Consumer<Call>> atEnd = new HashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
          continue;
        }
        String thread = matcher.group(1);
        String text = matcher.group(2);
        Matcher resumed = RESUMED.matcher(text);
        if (text.endsWith(UNFINISHED)) {
          String beginning = text.substring(0, text.length() - UNFINISHED.length());
          begun.put(thread, beginning);
          atEnd.put(thread, listener.begins(call(beginning + ") = 0")));
        } else if (resumed.matches()) {
          Call call = call(begun.remove(thread) + resumed.group(1));
          Consumer<Call> end = atEnd.remove(thread);
          if (call != null) {
            end.accept(call);
          }
        } else if (call(text) != null) {
          listener.begins(call(text)).accept(call(text));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A call that succeeded; {@code null} for another line. */
  private static Call call(String text) {
    Matcher call = CALL.matcher(text);
    if (!call.matches()) {
      return null;
    }
    List<byte[]> texts = new ArrayList<>();
    Matcher matcher = TEXT.matcher(call.group(2));
    while (matcher.find()) {
      texts.add(bytes(matcher.group(1)));
    }
    return new Call(call.group(1), call.group(2), texts, Integer.parseInt(call.group(3)));
  }

  /** The bytes of a text that strace wrote in hexadecimal; others are left as they are. */
  private static byte[] bytes(String text) {
    if (!text.startsWith("\\x")) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() / 4);
    for (int i = 2; i < text.length(); i += 4) {
      bytes.write(Integer.parseInt(text, i, i + 2, 16));
    }
    return bytes.toByteArray();
  }
}
