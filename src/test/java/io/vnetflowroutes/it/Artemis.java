package io.vnetflowroutes.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** ActiveMQ Artemis with a queue {@code flows}: a child JVM with its data in a folder. */
final class Artemis implements AutoCloseable {

  private static final String PASSWORD = "of the broker";

  private final int port;
  private final ChildServer server;

  private Artemis(Path dir, int port) {
    this.port = port;
    this.server =
        ChildServer.start(
            command("serve", "" + port, dir.toString(), PASSWORD),
            dir.resolveSibling("artemis.log"),
            port);
  }

  /** Starts a broker, and waits until it answers. */
  static Artemis start(Path dir, int port) {
    return new Artemis(dir, port);
  }

  /** The password of its user, {@code flowlogs}. */
  static String password() {
    return PASSWORD;
  }

  /** Takes all messages out of the queue; returns the lines of their bodies. */
  List<String> take() throws IOException, InterruptedException {
    return Command.run(command("read", "" + port, PASSWORD).toArray(String[]::new))
        .lines()
        .filter(line -> line.startsWith("{"))
        .toList();
  }

  private static List<String> command(String... arguments) {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            Path.of(System.getProperty("artemis.lib", "target/artemis")).toAbsolutePath() + "/*",
            Path.of("src/it/artemis/Artemis.java").toAbsolutePath().toString());
    return Stream.concat(java.stream(), Stream.of(arguments)).toList();
  }

  @Override
  public void close() {
    server.kill();
  }
}
