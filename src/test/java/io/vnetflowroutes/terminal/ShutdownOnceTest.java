package io.vnetflowroutes.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Proves in a process of its own what a signal does to a program that comes to its end. */
final class ShutdownOnceTest {

  private static final int CODE = 7;

  /** A program that is asked to end just while it says its last words. */
  public static final class Ending {

    private Ending() {}

    /** Ends. */
    public static void main(String[] args) {
      ShutdownOnce shutdown =
          ShutdownOnce.onSignal(() -> {}, () -> System.out.println("ends"), () -> 1);
      System.exit(shutdown.now(Ending::lastWords));
    }

    private static int lastWords() {
      try {
        new ProcessBuilder("kill", "-TERM", Long.toString(ProcessHandle.current().pid()))
            .start()
            .waitFor();
        Thread stop = awaitStop();
        while (stop.getState() != Thread.State.BLOCKED) {
          Thread.sleep(1);
        }
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
      System.out.println("last words");
      return CODE;
    }

    private static Thread awaitStop() throws InterruptedException {
      while (true) {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
          if (thread.getName().equals("stop")) {
            return thread;
          }
        }
        Thread.sleep(1);
      }
    }
  }

  @Test
  void aSignalWaitsForTheLastWordsAndLeavesTheirCode() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Ending.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(CODE);
    assertThat(output.lines()).contains("ends", "last words");
  }
}
