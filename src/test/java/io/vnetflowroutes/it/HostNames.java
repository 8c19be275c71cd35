package io.vnetflowroutes.it;

import io.vnetflowroutes.it.NameServer.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The host names that the program sees, which fail when they are told to.
 *
 * <p>The program asks the C library, and that the name server of {@code /etc/resolv.conf}, always
 * on port 53. Where this user may, the program gets a file of its own there, and so a name server
 * of the test's. Elsewhere Java reads a file of hosts instead of asking anybody, and every failure
 * is a host that is not in it.
 */
final class HostNames implements AutoCloseable {
  private static final String PROBE = "probe.test";
  private static final List<String> OWN_FILES =
      List.of(
          "unshare",
          "--mount",
          "sh",
          "-c",
          "for file in resolv.conf nsswitch.conf; do"
              + " mount --bind \"$0/$file\" \"/etc/$file\" || exit; done; exec \"$@\"");

  private final Path folder;
  private final NameServer server;
  private final boolean asked;
  private final Set<String> hosts = new ConcurrentSkipListSet<>();

  private HostNames(Path folder) {
    this.folder = folder.toAbsolutePath();
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String address = "127.53." + random.nextInt(1, 255) + "." + random.nextInt(1, 255);
    write("resolv.conf", "nameserver " + address + "\nsearch .\noptions timeout:1 attempts:1\n");
    write("nsswitch.conf", "hosts: files dns\n");
    // Java remembers names, 30 s, and those that are not known, 10 s.
    write("security", "networkaddress.cache.ttl=1\nnetworkaddress.cache.negative.ttl=0\n");
    this.server = NameServer.at(new InetSocketAddress(address, 53));
    server.answer(PROBE + '.', Answer.ADDRESS);
    this.asked = server.bound() && finds(PROBE);
    answer("localhost", Answer.ADDRESS);
  }

  /** Makes names of which none is known yet; the folder is theirs. */
  static HostNames in(Path folder) {
    return new HostNames(folder);
  }

  /** Lets the program see these names. */
  Program seenBy(Program program) {
    program.with(List.of("-Djava.security.properties=" + folder.resolve("security")));
    return asked
        ? program.under(launcher())
        : program.with(List.of("-Djdk.net.hosts.file=" + folder.resolve("hosts")));
  }

  /** Whether it is a name server that the program asks. */
  boolean areAsked() {
    return asked;
  }

  /** What the name server was asked for and answered so far. */
  List<Answer> given() {
    return server.given();
  }

  /** Answers for a host like this from now on. */
  void answer(String host, Answer answer) {
    server.answer(host + '.', answer);
    if (answer == Answer.ADDRESS) {
      hosts.add(host);
    } else {
      hosts.remove(host);
    }
    StringBuilder lines = new StringBuilder();
    hosts.forEach(known -> lines.append("127.0.0.1 ").append(known).append('\n'));
    write("hosts", lines.toString());
  }

  @Override
  public void close() {
    server.close();
  }

  private List<String> launcher() {
    List<String> command = new ArrayList<>(OWN_FILES);
    command.add(folder.toString());
    return command;
  }

  private boolean finds(String host) {
    List<String> command = launcher();
    command.addAll(List.of("getent", "ahostsv4", host));
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void write(String file, String text) {
    try {
      Path next = Files.writeString(folder.resolve("next"), text);
      Files.move(next, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
