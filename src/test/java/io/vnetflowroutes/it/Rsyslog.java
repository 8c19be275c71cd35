package io.vnetflowroutes.it;

import io.vnetflowroutes.receiver.DestinationsPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * rsyslog with the snippet of docs/destinations.md, by TCP and by TLS with a certificate that each
 * client needs, too: a child process that may be killed and started again.
 */
final class Rsyslog implements AutoCloseable {
  private static final String GLOBAL =
      """
      global(workDirectory="%1$s" maxMessageSize="8k" defaultNetstreamDriverCAFile="%2$s"
        defaultNetstreamDriverCertFile="%2$s" defaultNetstreamDriverKeyFile="%3$s")
      input(type="imtcp" address="127.0.0.1" port="%4$d" ruleset="flows")
      """;

  private final Path dir;
  private final int tcp = Ports.free();
  private final int tls = Ports.free();
  private ChildServer server;

  /** Prepares a server whose files are in a folder. */
  Rsyslog(Path dir, TlsIdentity identity) {
    this.dir = dir.toAbsolutePath();
    String snippet =
        DestinationsPage.blockWith("imtcp")
            .replace("port=\"6514\"", "address=\"127.0.0.1\" port=\"" + tls + '"')
            .replace("/var/log/flows.log", messages().toString());
    String global = GLOBAL.formatted(this.dir, identity.certificate(), identity.key(), tcp);
    try {
      int inputs = global.indexOf("input(");
      Files.writeString(
          dir.resolve("rsyslog.conf"),
          global.substring(0, inputs) + snippet + global.substring(inputs));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it, or starts it again, and returns once it answers. */
  Rsyslog start() {
    Path home = Path.of(System.getProperty("rsyslog.home", "target/rsyslog")).toAbsolutePath();
    String lib = home + "/usr/lib/x86_64-linux-gnu";
    server =
        ChildServer.start(
            List.of(
                "env",
                "LD_LIBRARY_PATH=" + lib,
                home.resolve("usr/sbin/rsyslogd").toString(),
                "-n",
                "-f",
                dir.resolve("rsyslog.conf").toString(),
                "-i",
                dir.resolve("pid").toString(),
                "-M",
                lib + "/rsyslog"),
            dir.resolve("rsyslog.log"),
            tls);
    return this;
  }

  /** Where it takes messages as they are. */
  String tcp() {
    return "tcp://127.0.0.1:" + tcp;
  }

  /** Where it takes messages by TLS. */
  String tls() {
    return "tls://127.0.0.1:" + tls;
  }

  int tlsPort() {
    return tls;
  }

  /** The file that it writes. */
  Path messages() {
    return dir.resolve("flows.log");
  }

  /** What it wrote, a message a line. */
  List<String> lines() throws IOException {
    return Files.exists(messages()) ? Files.readAllLines(messages()) : List.of();
  }

  /** What it said itself. */
  String log() throws IOException {
    return Files.readString(dir.resolve("rsyslog.log"));
  }

  /** Kills it (SIGKILL). */
  void kill() {
    server.kill();
  }

  /** Lets it stand still (SIGSTOP), or go on (SIGCONT). */
  void signal(String name) {
    server.signal(name);
  }

  @Override
  public void close() {
    server.kill();
  }
}
