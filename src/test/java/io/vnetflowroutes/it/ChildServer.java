package io.vnetflowroutes.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A server as a child process on a port of this machine; it never outlives this JVM. */
final class ChildServer {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int FIRST_PORT = 20_000;
  private static final int PORTS = 1_300;
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final Process process;

  private ChildServer(Process process) {
    this.process = process;
  }

  /** Starts the command, its output appended to the log, and returns once the port answers. */
  static ChildServer start(List<String> command, Path log, int port) {
    Process process = run(command, log);
    await(command.get(0) + " on port " + port)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !process.isAlive() || answers(port));
    if (!process.isAlive()) {
      throw new IllegalStateException("Ended at once: " + command + "\n" + text(log));
    }
    return new ChildServer(process);
  }

  /** Runs the command to its end, which has to be a good one. */
  static void complete(List<String> command, Path log) {
    Process process = run(command, log);
    if (!ended(process, PATIENCE) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException("Failed: " + command + "\n" + text(log));
    }
  }

  /** Asks the process to end (SIGTERM), and kills it when it does not within ten seconds. */
  void stop() {
    process.destroy();
    if (!ended(process, Duration.ofSeconds(10))) {
      kill();
    }
  }

  /** Kills the process (SIGKILL) and returns when it is gone. */
  void kill() {
    process.destroyForcibly();
    if (!ended(process, PATIENCE)) {
      throw new IllegalStateException("Process " + process.pid() + " cannot be killed");
    }
  }

  /**
   * A port free now, below the range from which the kernel gives ports to clients. JVMs that run
   * tests side by side look in ranges of their own, so that none takes what another has only let go
   * of for a while.
   */
  static int freePort() {
    int from = FIRST_PORT + PORTS * Integer.getInteger("it.fork", 0);
    for (int attempt = 0; attempt < 200; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(from, from + PORTS);
      if (free(port)) {
        return port;
      }
    }
    throw new IllegalStateException("No free port between " + from + " and " + (from + PORTS));
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket.isBound();
    } catch (IOException taken) {
      return false;
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
