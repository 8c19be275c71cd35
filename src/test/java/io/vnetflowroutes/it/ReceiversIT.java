package io.vnetflowroutes.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.vnetflowroutes.it.HttpReceiver.Request;
import io.vnetflowroutes.receiver.DestinationsPage;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types of receivers that cannot be had, against servers that answer as the services' documentation
 * says: what is sent, and what their answers do.
 */
final class ReceiversIT {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @TempDir Path dir;
  private final HttpReceiver http = HttpReceiver.start();
  private final HttpReceiver other = HttpReceiver.start();
  private Archive archive;

  @BeforeEach
  void fillArchive() {
    archive = new Archive(dir).grow(10);
  }

  @AfterEach
  void stopReceivers() {
    http.close();
    other.close();
  }

  private static Set<String> ids(List<JsonNode> events) {
    return events.stream()
        .map(event -> event.path("event").path("id").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String settings(String destinations, String names) {
    return archive.source()
        + "flowlogs.destination.lake.uri = file:lake\n"
        + destinations
        + "flowlogs.allow = lake, %1$s\nflowlogs.deny = lake, %1$s\n".formatted(names);
  }

  @Test
  void splunkGetsAnEventAFlowAndOnlyWhatItRefusesIsADeadLetter() {
    HecServer plain = new HecServer(event -> event.path("event").path("dst_port").asInt() == 443);
    HecServer acknowledging = new HecServer(event -> false);
    http.serve(plain::answer);
    other.serve(acknowledging::answer);
    String destinations =
        DestinationsPage.block("splunk-hec", "siem", http.url(""))
            + """
            flowlogs.destination.sure.type = splunk-hec
            flowlogs.destination.sure.url = %s
            flowlogs.destination.sure.token = 12345678-1234-1234-1234-123456789012
            flowlogs.destination.sure.ack = true
            flowlogs.destination.sure.field.sourcetype = vnet
            """
                .formatted(other.url("/services/collector/event"));
    try (Program program = Program.in(dir.resolve("work"), settings(destinations, "siem, sure"))) {
      assertThat(program.once()).as(program.output()).isEqualTo(1);
      program.assertNoStackTrace();
      assertThat(program.output()).doesNotContain("12345678-1234");

      Flows lake = Flows.inFiles(dir.resolve("work/lake"));
      Set<String> refused = new TreeSet<>(lake.where("dst_port", "443").ids());
      assertThat(refused).isNotEmpty();
      Set<String> taken = new TreeSet<>(lake.ids());
      taken.removeAll(refused);
      assertThat(ids(plain.events())).as(program.output()).isEqualTo(taken);
      assertThat(plain.events()).as("nothing was sent twice").hasSize(taken.size());
      Flows letters = Flows.inFiles(dir.resolve("work/dead-letter"));
      List<String> dead = new ArrayList<>();
      letters
          .texts("text")
          .forEach(
              text ->
                  Flows.inTexts(text.lines().toList())
                      .all()
                      .forEach(event -> dead.add(event.path("event").path("id").asText())));
      assertThat(dead).containsExactlyInAnyOrderElementsOf(refused);

      JsonNode event = plain.events().get(0);
      assertThat(event.path("index").asText()).isEqualTo("network");
      assertThat(event.path("sourcetype").asText()).isEqualTo("azure:vnet:flow");
      assertThat(event.path("time").asDouble() * 1000)
          .isCloseTo(
              (double) Instant.parse(event.path("event").path("time").asText()).toEpochMilli(),
              within(0.5));
      assertThat(event.path("host").asText())
          .isEqualTo(event.path("event").path("mac_address").asText());

      assertThat(ids(acknowledging.events())).isEqualTo(new TreeSet<>(lake.ids()));
      assertThat(acknowledging.events()).hasSize(lake.size());
      assertThat(acknowledging.askedInVain()).isPositive();
      assertThat(acknowledging.events().get(0).path("sourcetype").asText()).isEqualTo("vnet");
    }
  }

  @Test
  void aWebhookIsSignedAndKeepsItsIdWhenItIsSentAgain() throws Exception {
    http.answerNext(503, Map.of());
    String destinations = DestinationsPage.block("webhook", "hook", http.url(""));
    try (Program program = Program.in(dir.resolve("work"), settings(destinations, "hook"))) {
      assertThat(program.once()).as(program.output()).isZero();
      Flows.inBodies(http.accepted()).assertExactly(archive.tuples());
      List<Request> requests = http.requests();
      assertThat(requests).hasSize(3);
      for (Request request : requests) {
        assertThat(request.path()).isEqualTo("/flows");
        assertThat(request.headers()).containsEntry("content-type", "application/json");
        assertThat(request.headers().get("webhook-signature"))
            .isEqualTo("v1," + signature(request));
      }
      String failed = requests.get(0).headers().get("webhook-id");
      assertThat(http.accepted().stream().map(request -> request.headers().get("webhook-id")))
          .contains(failed)
          .doesNotHaveDuplicates();
    }
  }

  private static String signature(Request request) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET.substring(6)), "HmacSHA256"));
    String id = request.headers().get("webhook-id");
    String time = request.headers().get("webhook-timestamp");
    return Base64.getEncoder()
        .encodeToString(mac.doFinal((id + '.' + time + '.' + request.bodyText()).getBytes(UTF_8)));
  }

  @Test
  void aSyslogBodyThatWasNotConfirmedComesAgainAsItWas() throws IOException {
    try (SyslogServer syslog = SyslogServer.start(1);
        Program program =
            Program.in(
                dir.resolve("work"),
                settings(DestinationsPage.block("syslog", "siem", syslog.url()), "siem"))) {
      assertThat(program.once()).as(program.output()).isZero();
      program.assertNoStackTrace();
      assertThat(program.output())
          .contains("does not take a message", "the connection broke before it confirmed");
      assertThat(syslog.ids())
          .containsExactlyInAnyOrderElementsOf(Flows.inFiles(dir.resolve("work/lake")).ids());
      assertThat(syslog.resets()).hasSize(1);
      assertThat(syslog.bodies()).containsAll(syslog.resets());
    }
  }

  @Test
  void standardOutputHoldsFlowsAlone() throws Exception {
    Program.in(dir.resolve("work"), settings(DestinationsPage.block("stdout", "out", ""), "out"));
    assertThat(onceInto(Redirect.to(dir.resolve("out").toFile())).waitFor()).isZero();
    Flows.inTexts(Files.readAllLines(dir.resolve("out"))).assertExactly(archive.tuples());
    assertThat(dir.resolve("err")).content().contains("Delivered destination=\"out\"");
  }

  @Test
  void whatAPipeThatIsClosedDidNotTakeWaitsForTheNext() throws Exception {
    Program.in(dir.resolve("work"), settings(DestinationsPage.block("stdout", "out", ""), "out"));
    Process broken = onceInto(Redirect.PIPE);
    broken.getInputStream().close();
    assertThat(broken.waitFor()).isEqualTo(1);
    assertThat(dir.resolve("err")).content().contains("Broken pipe", "messages_spooled=");
    assertThat(onceInto(Redirect.to(dir.resolve("out").toFile())).waitFor()).isZero();
    Flows.inTexts(Files.readAllLines(dir.resolve("out"))).assertExactly(archive.tuples());
  }

  /** Starts the program in its folder, with standard output into something. */
  private Process onceInto(Redirect output) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            Path.of(System.getProperty("bundle.jar", "target/flowlogs.jar"))
                .toAbsolutePath()
                .toString(),
            "run",
            "--once")
        .directory(dir.resolve("work").toFile())
        .redirectError(dir.resolve("err").toFile())
        .redirectOutput(output)
        .start();
  }
}
