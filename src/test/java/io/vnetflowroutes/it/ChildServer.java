package io.vnetflowroutes.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A server as a child process on a port of this machine; it never outlives this JVM. */
final class ChildServer {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int ATTEMPTS = 3;
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final Process process;

  private ChildServer(Process process) {
    this.process = process;
  }

  /**
   * Starts the command, its output appended to the log, and returns once the port answers. A server
   * that ends before that is tried again, as a busy machine may have kept it waiting for too long.
   */
  static ChildServer start(List<String> command, Path log, int port) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Process process = run(command, log);
      await(command.get(0) + " on port " + port)
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> !process.isAlive() || answers(port));
      if (process.isAlive()) {
        return new ChildServer(process);
      }
      RUNNING.remove(process);
    }
    throw new IllegalStateException("Ended at once: " + command + "\n" + text(log));
  }

  /** Runs the command to its end, which has to be a good one. */
  static void complete(List<String> command, Path log) {
    Process process = run(command, log);
    if (!ended(process, PATIENCE) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException("Failed: " + command + "\n" + text(log));
    }
  }

  /** Asks the process to end (SIGTERM), so that it writes what it has, and waits for that. */
  void stop() {
    process.destroy();
    if (!ended(process, PATIENCE)) {
      kill();
    }
  }

  /** The processor time that the process has taken so far. */
  Duration processor() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** Sends a signal to the process. */
  void signal(String name) {
    complete(List.of("kill", "-" + name, "" + process.pid()), Path.of("/dev/null"));
  }

  /** Kills the process (SIGKILL) and returns when it is gone. */
  void kill() {
    process.destroyForcibly();
    if (!ended(process, PATIENCE)) {
      throw new IllegalStateException("Process " + process.pid() + " cannot be killed");
    }
  }

  private static Process run(List<String> command, Path log) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      RUNNING.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + command, e);
    }
  }

  private static boolean ended(Process process, Duration within) {
    try {
      boolean ended = process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
      if (ended) {
        RUNNING.remove(process);
      }
      return ended;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IllegalStateException("Interrupted while process " + process.pid() + " ends", e);
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "(no output: " + e.getMessage() + ")";
    }
  }
}
