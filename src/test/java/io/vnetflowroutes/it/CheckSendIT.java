package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.it.HttpReceiver.Answer;
import io.vnetflowroutes.it.HttpReceiver.Request;
import io.vnetflowroutes.receiver.DestinationsPage;
import io.vnetflowroutes.receiver.Receiver;
import io.vnetflowroutes.receiver.Receivers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/destinations.md shows of {@code check --send} for each type, with the block that stands
 * above it. All hosts of the page are this machine. EventHubsIT has the type event-hubs.
 */
final class CheckSendIT {
  private static final Pattern ADDRESS =
      Pattern.compile("\\.url = (?:https?|tls)://([^/:\\s]+)(?::\\d+)?");
  private static final Pattern SUBJECT = Pattern.compile("Destination (\\S+)");

  @TempDir Path dir;

  private static Stream<String> types() {
    return Receivers.all().stream()
        .filter(type -> type.carrier() != Receiver.Carrier.KAFKA)
        .map(Receiver::name);
  }

  /** A block of the page for a destination that has the name of its type, with its URL. */
  private static String block(String type) {
    String block = DestinationsPage.block(type).replace(".siem.", '.' + type + '.');
    return Receivers.named(type)
        .map(Receiver::home)
        .filter(home -> !block.contains(".url = "))
        .map(home -> block + "flowlogs.destination." + type + ".url = " + home + '\n')
        .orElse(block);
  }

  private static List<String> hosts(String blocks) {
    return List.copyOf(
        ADDRESS.matcher(blocks).results().map(host -> host.group(1)).collect(Collectors.toSet()));
  }

  /** The URLs with the port of the server that has their scheme. */
  private static String withPorts(String blocks, Map<String, Integer> ports) {
    return ADDRESS
        .matcher(blocks)
        .replaceAll(
            url ->
                url.group().replaceFirst(":\\d+$", "")
                    + ':'
                    + ports.get(url.group().replaceFirst(":.*", "").substring(7)));
  }

  private static Answer answer(Request request) {
    if (request.path().contains("/_bulk")) {
      return Answer.json(200, "{\"items\":[{\"create\":{\"status\":201}}]}");
    }
    return request.path().equals("/token")
        ? Answer.json(200, "{\"access_token\":\"of-google\",\"expires_in\":3600}")
        : Answer.json(200, "{\"code\":0}");
  }

  /** The lines about each destination, without what differs between machines. */
  private static Map<String, List<String>> lines(List<String> output) {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    List<String> of = new ArrayList<>();
    for (String line : output) {
      Matcher subject = SUBJECT.matcher(line);
      if (subject.matches()) {
        of = lines.computeIfAbsent(subject.group(1), name -> new ArrayList<>());
      } else if (line.startsWith("  ")) {
        of.add(DestinationsPage.anywhere(line));
      }
    }
    return lines;
  }

  @Test
  void thePageShowsWhatItSays() throws Exception {
    String blocks = types().map(CheckSendIT::block).collect(Collectors.joining());
    List<String> hosts = hosts(blocks);
    Path names =
        Files.writeString(
            dir.resolve("hosts"),
            hosts.stream().map("127.0.0.1 %s\n"::formatted).collect(Collectors.joining()));
    TlsIdentity tls = TlsIdentity.create(Files.createDirectory(dir.resolve("tls")), hosts);
    try (HttpReceiver secure = HttpReceiver.start(tls);
        HttpReceiver plain = HttpReceiver.start();
        EntraServer entra = EntraServer.start(tls, "t", "c", "s");
        Rsyslog rsyslog = new Rsyslog(Files.createDirectory(dir.resolve("rsyslog")), tls).start()) {
      secure.serve(CheckSendIT::answer);
      plain.serve(CheckSendIT::answer);
      Map<String, Integer> ports =
          Map.of("https", secure.port(), "http", plain.port(), "tls", rsyslog.tlsPort());
      String settings =
          """
          flowlogs.source.prod.storage-account-url = https://account.blob.core.windows.net
          flowlogs.source.prod.authority-host = %s
          flowlogs.source.prod.tenant-id = t
          flowlogs.source.prod.client-id = c
          flowlogs.source.prod.client-secret = s
          flowlogs.trusted-certificates = %s
          flowlogs.allow = %s
          flowlogs.deny =
          """
                  .formatted(
                      entra.authorityHost(),
                      tls.certificate(),
                      types().collect(Collectors.joining(", ")))
              + withPorts(blocks, ports);
      try (Program program =
          Program.in(dir.resolve("work"), settings)
              .with(List.of("-Djdk.net.hosts.file=" + names))
              .with(tls.trustOptions())) {
        GoogleKey.write(program.folder().resolve("service-account.json"), plain.url("/token"));
        List<String> arguments = new ArrayList<>(List.of("--send"));
        types().map("--destination="::concat).forEach(arguments::add);
        int code = program.verb("check", arguments.toArray(String[]::new));
        Map<String, List<String>> said = lines(program.lines());
        assertThat(code).as(program.output()).isZero();
        assertThat(said.keySet()).isEqualTo(types().collect(Collectors.toCollection(TreeSet::new)));
        for (String type : types().toList()) {
          assertThat(said.get(type))
              .as(type)
              .isEqualTo(lines(DestinationsPage.check(type)).get("siem"));
        }
      }
      assertThat(Stream.of(secure, plain).flatMap(server -> server.requests().stream()))
          .filteredOn(request -> !request.path().equals("/token"))
          .hasSize((int) types().count() - 2)
          .allMatch(request -> request.bodyText().contains("flowlogs-check"));
      assertThat(rsyslog.lines()).singleElement().asString().contains("flowLog=\"flowlogs-check\"");
    }
  }
}
