package io.vnetflowroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The packaged program as a process of its own, watched from outside. */
final class Packaged implements AutoCloseable {

  private final Process process;
  private final Path output;

  /**
   * Starts {@code flowlogs run} in a folder that holds routes and settings.
   *
   * @param java the JVM's folder
   * @param options for the JVM
   */
  Packaged(Path folder, Path java, List<String> options, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(java.resolve("bin/java").toString()));
    command.addAll(options);
    command.addAll(List.of("-jar", jar().toString(), "run"));
    command.addAll(List.of(arguments));
    output = folder.resolve("output.log");
    process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
  }

  /** Lays out a folder with the shipped routes and these settings. */
  static Path folder(Path folder, String settings) throws IOException {
    io.vnetflowroutes.it.Program.in(folder, settings);
    return folder;
  }

  static Path jar() {
    return Path.of(System.getProperty("bundle.jar", "target/flowlogs.jar")).toAbsolutePath();
  }

  /** Looks every millisecond or so whether something has come true; returns when it has. */
  static void until(BooleanSupplier done) throws InterruptedException {
    java.util.concurrent.CountDownLatch never = new java.util.concurrent.CountDownLatch(1);
    while (!done.getAsBoolean()) {
      if (never.await(1, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException();
      }
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  /** The most resident memory so far, in megabytes; 0 once it has ended. */
  double residentPeak() throws IOException {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1e3)
        .findFirst()
        .orElse(0);
  }

  /** The processor time used so far. */
  Duration processorTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** Waits so long for the end; the exit code, or -1 if it still runs. */
  int exitCode(Duration within) throws InterruptedException {
    return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
  }

  /** What the program wrote. */
  String output() throws IOException {
    return Files.readString(output);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
