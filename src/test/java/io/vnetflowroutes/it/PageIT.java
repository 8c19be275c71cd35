package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a browser: what it shows is what was delivered, whatever the names. */
final class PageIT {
  private static final Path PICTURES = Path.of("target/page");
  private static final String IMAGE = "<img src=x onerror=document.title='owned'>";
  private static final String SCRIPT = "</td></script><script>document.title='owned'</script>";
  private static final String TURNED = "left\u202egnihtyna\u2066 'x'; rm -rf $HOME";
  private static final String LONG = "LONG" + "G".repeat(240);
  private static final List<String> NETWORKS =
      List.of("HUB-VNET", "SPOKE1-VNET", "SPOKE2-VNET", "DMZ-VNET", "AKS-PROD-VNET", "SQL-VNET");

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private final HttpReceiver siem = HttpReceiver.start();
  private final Observed observed = new Observed();

  @TempDir Path dir;

  @AfterEach
  void stopReceiver() {
    siem.close();
  }

  @Test
  void thePageShowsWhatWasDeliveredAndWhatWasNot(@TempDir Path azuriteDir) throws Exception {
    try (Azurite azurite = Azurite.start(azuriteDir);
        Program program = Program.in(dir.resolve("work"), settings(azurite));
        Browser browser = Browser.start(dir.resolve("profile"))) {
      BlobContainerClient container = azurite.container("estate");
      Estate estate = new Estate(container);
      fill(estate, container);
      program.start();
      program.awaitLine("The page is at http://127.0.0.1:" + observed.port() + "/");
      program.awaitLine("Poll finished.*flows=\"[1-9]");

      browser.look(1280, 1400, false);
      browser.open(address());
      browser.until("document.querySelectorAll('.cell.complete').length > 100");
      assertDelivered(browser, program.folder().resolve("lake"));
      assertHours(browser);
      assertKeyboard(browser);

      siem.answerAlways(503);
      // All at about the same time, or the program finds the first before the others are there.
      IntStream.rangeClosed(1, 5)
          .parallel()
          .forEach(
              back -> estate.hour("LATE-VNET", "westus", now.minus(back, ChronoUnit.HOURS), ""));
      program.awaitLine("flowlogs.spool-limit");
      browser.until("document.querySelectorAll('.cell.late').length > 0");
      assertTrouble(browser);
      assertTop(program);
      pictures(browser);

      for (String name : List.of(IMAGE, TURNED, LONG)) {
        estate.hour(name, "eastus", now.minus(4, ChronoUnit.HOURS), SCRIPT);
      }
      siem.answerAlways(200);
      browser.until("document.querySelectorAll('#map tbody tr').length === 10");
      browser.until("document.querySelectorAll('.cell.late, .cell.waiting').length === 0");
      browser.until("document.getElementById('top-rules').textContent.includes('script')");
      assertHarmless(browser);
      assertThat(program.sigterm()).as(program.output()).isZero();
      program.assertNoStackTrace();
    }
  }

  private String settings(Azurite azurite) {
    return observed.settings()
        + """
        flowlogs.source.prod.connection-string = %s
        flowlogs.source.prod.container = estate
        flowlogs.start = beginning
        flowlogs.delay = 0
        flowlogs.poll-interval = 1s
        flowlogs.discovery-interval = 1s
        flowlogs.spool-limit = 1B
        flowlogs.ready-wait = 1s
        flowlogs.destination.lake.uri = file:lake
        flowlogs.destination.siem.uri = %s
        flowlogs.allow = lake
        flowlogs.deny = lake, siem
        """
            .formatted(azurite.connectionString(), siem.url("/in?token=RAW(secret-of-siem)"));
  }

  /** A day; the hub has no blob of seven hours ago, and a tuple of three hours ago is none. */
  private void fill(Estate estate, BlobContainerClient container) {
    for (int back = 23; back >= 0; back--) {
      for (String network : NETWORKS) {
        if (back != 7 || !network.equals("HUB-VNET")) {
          estate.hour(network, "westus", now.minus(back, ChronoUnit.HOURS), "");
        }
      }
    }
    Names names = Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "SQL-VNET", "net-rg");
    Instant hour = now.minus(3, ChronoUnit.HOURS);
    String record =
        new Records(names, "000D3A0A0B03", 1, 0)
            .of(hour.plusSeconds(60), List.of(new Records.Rule("l", "r", List.of("no,tuple"))));
    container
        .getBlobClient(names.blob(hour, "000D3A0A0B03"))
        .upload(BinaryData.fromString("{\"records\":[" + record + "]}"));
  }

  private String address() {
    return "http://127.0.0.1:" + observed.port() + "/";
  }

  /** Lists and figures against the files that were written. */
  private void assertDelivered(Browser browser, Path lake) {
    Flows flows = Flows.inFiles(lake);
    Flows denied = flows.where("decision", "deny");
    assertThat(list(browser, "top-sources")).isEqualTo(top(denied, flow -> text(flow, "src_ip")));
    assertThat(
            list(browser, "top-ports").entrySet().stream()
                .collect(
                    Collectors.toMap(e -> e.getKey().replaceFirst("/.*", ""), Map.Entry::getValue)))
        .isEqualTo(top(denied, flow -> text(flow, "dst_port")));
    assertThat(list(browser, "top-rules"))
        .isEqualTo(
            top(
                denied,
                flow -> text(flow, "rule") + " in " + text(flow, "acl_id").replaceAll(".*/", "")));
    assertThat(browser.evaluate("document.getElementById('note-sources').textContent").asText())
        .contains("Of %,d denied flows".formatted(denied.size()))
        .contains("The counts are exact.");
    assertThat(browser.evaluate("document.getElementById('receivers').innerText").asText())
        .contains("%,d".formatted(flows.size()))
        .contains("%,d".formatted(denied.size()))
        .doesNotContain("secret-of-siem");
  }

  private static String text(JsonNode flow, String field) {
    return flow.path(field).asText();
  }

  private static Map<String, Long> top(Flows flows, Function<JsonNode, String> key) {
    Map<String, Long> counts =
        flows.all().stream().collect(Collectors.groupingBy(key, Collectors.counting()));
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(10)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Map<String, Long> list(Browser browser, String id) {
    Map<String, Long> list = new TreeMap<>();
    browser
        .evaluate(
            "[...document.querySelectorAll('#%s tr')].map(r => [r.cells[0].textContent,"
                    .formatted(id)
                + " r.cells[1].textContent])")
        .forEach(
            row ->
                list.put(row.get(0).asText(), Long.valueOf(row.get(1).asText().replace(",", ""))));
    return list;
  }

  private static String cell(String flowLog, int back) {
    return "[...document.querySelectorAll('#map tbody tr')].find(r => r.cells[0].textContent.includes('%s'))"
            .formatted(flowLog)
        + ".querySelectorAll('button')[%d]".formatted(23 - back);
  }

  private static String detail(Browser browser, String flowLog, int back) {
    browser.evaluate(cell(flowLog, back) + ".click()");
    String detail = browser.evaluate("document.getElementById('detail').innerText").asText();
    browser.evaluate(cell(flowLog, back) + ".click()");
    return detail;
  }

  /** What a screen reader says of the hours that stand so. */
  private static List<String> labels(Browser browser, String standing) {
    List<String> labels = new ArrayList<>();
    browser
        .evaluate(
            "[...document.querySelectorAll('.cell.%s')].map(c => c.getAttribute('aria-label'))"
                .formatted(standing))
        .forEach(label -> labels.add(label.asText()));
    return labels;
  }

  private void assertHours(Browser browser) {
    browser.until(cell("SQL-VNET", 3) + ".className === 'cell dead-letters'");
    assertThat(labels(browser, "dead-letters")).hasSize(1);
    assertThat(browser.evaluate(cell("HUB-VNET", 7) + ".className").asText())
        .isEqualTo("cell missing");
    assertThat(labels(browser, "missing")).hasSize(1);
    assertThat(labels(browser, "growing").size())
        .as("the present hour, and the one before until it has settled")
        .isBetween(NETWORKS.size(), 2 * NETWORKS.size());
    String from = now.minus(3, ChronoUnit.HOURS).toString();
    assertThat(detail(browser, "SQL-VNET", 3))
        .contains("dead letters", "3 blobs", "1 file in the dead letter", "./flowlogs replay");
    assertThat(detail(browser, "DMZ-VNET", 3))
        .contains("complete", "2 blobs")
        .contains("./flowlogs audit --from " + from + " --to " + from + " --all")
        .contains("--source prod --flow-log=NETWORKWATCHER_WESTUS_DMZ-VNET-NET-RG-FLOWLOG");
    assertThat(detail(browser, "HUB-VNET", 7)).contains("missing", "./flowlogs backfill --from");
  }

  /** Tab reaches the map once, arrows go on in it, and Enter opens an hour. */
  private static void assertKeyboard(Browser browser) {
    browser.evaluate("document.activeElement.blur()");
    browser.press("Tab");
    String focused = "document.activeElement.getAttribute('aria-label')";
    String first = browser.evaluate(focused).asText();
    assertThat(first).contains("FLOWLOG, ").contains(": ");
    browser.press("ArrowLeft");
    String second = browser.evaluate(focused).asText();
    assertThat(second).contains("FLOWLOG, ").isNotEqualTo(first);
    browser.press("ArrowDown");
    assertThat(browser.evaluate(focused).asText()).isNotEqualTo(second);
    assertThat(browser.evaluate("document.activeElement.matches(':focus-visible')").asBoolean())
        .isTrue();
    browser.press("Enter");
    browser.until("!document.getElementById('detail').hidden");
    browser.until("shown !== null");
    browser.evaluate("window.before = shown.at");
    browser.until("shown.at !== window.before");
    assertThat(browser.evaluate(focused).isTextual())
        .as("focus stays when it is shown anew")
        .isTrue();
    browser.press("Escape");
    browser.until("document.getElementById('detail').hidden");
    browser.press("Tab");
    assertThat(browser.evaluate("document.activeElement.tagName").asText())
        .as("the map is left at once")
        .isEqualTo("SUMMARY");
    assertThat(
            browser.evaluate(
                "[...document.querySelectorAll('table, fieldset, [role=img], button')].every(e =>"
                    + " e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') ||"
                    + " e.textContent.trim() || e.closest('details'))"))
        .as("each table, picture and button has a name")
        .hasToString("true");
  }

  private static void assertTrouble(Browser browser) {
    browser.until("document.querySelectorAll('#problems li').length > 0");
    assertThat(browser.evaluate("document.getElementById('problems').innerText").asText())
        .contains("destination 'siem'");
    browser.until(
        "document.querySelector('#receivers .why').closest('tbody').innerText.includes('503')");
    assertThat(browser.evaluate("document.getElementById('receivers').innerText").asText())
        .contains("it answered 503");
    assertThat(browser.evaluate("document.getElementById('lines').innerText").asText())
        .contains("WARN")
        .contains("flowlogs.spool-limit")
        .doesNotContain("secret-of-siem");
    assertThat(browser.evaluate("document.getElementById('state').className").asText())
        .isEqualTo("bad");
    assertThat(
            browser
                .evaluate("document.querySelectorAll('.cell.waiting, .cell.late').length")
                .asInt())
        .isPositive();
  }

  /** The page's twin in the terminal, once as nobody watches. */
  private static void assertTop(Program program) {
    Program top = program.again();
    assertThat(top.verb("top")).as(top.output()).isEqualTo(1);
    assertThat(top.lines("something is to look at")).hasSize(1);
    assertThat(top.lines("LATE-VNET.* (L )+")).hasSize(1);
    assertThat(top.lines("HUB-VNET.* # M # ")).hasSize(1);
    assertThat(top.lines("^siem .*it answered 503")).hasSize(1);
    assertThat(top.lines("^ +[0-9,]+  203\\.0\\.113\\.1 +[0-9,]+  22/TCP ssh ")).hasSize(1);
    assertThat(top.output()).contains("counts are exact").doesNotContain("secret-of-siem", "\033");
    top.assertNoStackTrace();
  }

  /** For docs/, at two widths, light and dark. */
  private static void pictures(Browser browser) throws IOException {
    Files.createDirectories(PICTURES);
    browser.evaluate("document.activeElement.blur()");
    browser.look(1280, 1120, false);
    Files.write(PICTURES.resolve("page-light.png"), browser.picture());
    browser.look(1280, 1120, true);
    Files.write(PICTURES.resolve("page-dark.png"), browser.picture());
    browser.look(390, 1600, true);
    assertFits(browser);
    assertThat(
            browser.evaluate(
                "[...document.querySelectorAll('#map .name')].every(n => n.scrollHeight <= n.clientHeight)"))
        .as("names of flow logs that Azure gives are shown whole")
        .hasToString("true");
    Files.write(PICTURES.resolve("page-phone.png"), browser.picture());
    browser.look(1280, 1400, false);
    assertFits(browser);
  }

  private static void assertFits(Browser browser) {
    assertThat(browser.evaluate("document.documentElement.scrollWidth - innerWidth").asInt())
        .as("no scrolling sideways")
        .isLessThanOrEqualTo(0);
  }

  /** Names that are HTML, turn the line around or have no end are texts, and nothing else. */
  private void assertHarmless(Browser browser) {
    assertThat(browser.evaluate("document.title").asText()).isEqualTo("VNet Flow Routes");
    assertThat(browser.evaluate("document.querySelectorAll('img, iframe').length").asInt())
        .isZero();
    assertThat(browser.evaluate("document.scripts.length").asInt()).isEqualTo(1);
    assertThat(browser.evaluate("document.getElementById('map').textContent").asText())
        .contains(IMAGE)
        .doesNotContain("\u202e");
    assertThat(browser.evaluate("document.getElementById('top-rules').textContent").asText())
        .contains(SCRIPT);
    assertThat(detail(browser, "left", 4))
        .contains("\ufffd")
        .doesNotContain("\u202e")
        .contains("--source prod")
        .doesNotContain("--flow-log");
    assertThat(detail(browser, "<img", 4))
        .contains(
            "--flow-log='NETWORKWATCHER_EASTUS_<img src=x onerror=document.title='\\''owned'");
    browser.look(390, 1600, false);
    assertFits(browser);
    browser.look(1280, 1400, true);
    assertFits(browser);
    assertThat(browser.requests())
        .isNotEmpty()
        .allMatch(url -> url.startsWith(address()) || url.startsWith("data:"));
    assertThat(browser.complaints()).isEmpty();
  }
}
