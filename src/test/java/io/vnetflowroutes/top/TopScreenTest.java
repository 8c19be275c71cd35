package io.vnetflowroutes.top;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Proves that the report is drawn whole, in its place, and whatever the names are. */
class TopScreenTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HOSTILE = "\u001b[2J\u202ename\n<b>";

  private final ObjectNode report = report();

  private static ObjectNode report() {
    ObjectNode report = JSON.createObjectNode();
    report.put("version", "1.0.0").put("at", "2026-09-02T08:30:00.123Z");
    report.put("since", "2026-09-02T07:00:00Z").put("flow_logs", 0).put("well", 0);
    report.putArray("problems");
    report
        .putObject("counts")
        .put("allowed", 1234)
        .put("denied", 56)
        .put("bytes", 2048)
        .put("dead_letters", 1);
    ArrayNode hours = report.putArray("hours");
    for (int hour = 0; hour < 24; hour++) {
      hours.add("2026-09-02T%02d:00:00Z".formatted(hour));
    }
    ArrayNode minutes = report.putArray("minutes");
    minutes.addObject().put("allowed", 40).put("denied", 2);
    minutes.addObject();
    report.putArray("rows");
    ObjectNode top = report.putArray("top").addObject().put("hours", 24);
    for (String list : List.of("sources", "ports", "rules")) {
      top.putObject(list).put("total", 56).put("too_high", 0).putArray("entries");
    }
    report.putArray("receivers");
    report.putArray("lines");
    return report;
  }

  private ObjectNode row(String name, String... standings) {
    ObjectNode row = ((ArrayNode) report.get("rows")).addObject();
    row.put("source", "prod").put("flow_log", name).put("path", name).put("lag_seconds", 0);
    ArrayNode cells = row.putArray("cells");
    for (String standing : standings) {
      cells.addObject().put("is", standing);
    }
    report.put("flow_logs", report.get("rows").size()).put("well", report.get("rows").size());
    return row;
  }

  private List<String> lines() {
    return new TopScreen(report, false).lines(Integer.MAX_VALUE);
  }

  @Test
  void eachHourIsALetterBelowItsHour() {
    row("VNET-A", "complete", "growing", "late", "waiting", "dead letters", "missing", "not due")
        .put("lag_seconds", 7500);
    List<String> lines = lines();
    assertThat(lines.get(1))
        .isEqualTo(
            "1,234 allowed and 56 denied flows since 2026-09-02 07:00:00 UTC, 42 in the last"
                + " minute; 2.0 KB read, 1 dead letter");
    String heading = lines.get(4);
    String row = lines.get(5);
    assertThat(heading).startsWith("FLOW LOG ").contains("BEHIND");
    assertThat(row).startsWith("VNET-A ").contains("2 h 5 min").endsWith("# + L W D M .");
    assertThat(row.charAt(heading.indexOf("03"))).isEqualTo('W');
    assertThat(row.charAt(heading.indexOf("06"))).isEqualTo('.');
  }

  @Test
  void aNameThatIsTooLongLosesItsMiddle() {
    row("NETWORKWATCHER_WESTUS_A-VERY-LONG-NAME-OF-A-VIRTUAL-NETWORK-FLOWLOG", "complete");
    assertThat(lines().get(5)).startsWith("NETWORKW…ME-OF-A-VIRTUAL-NETWORK-FLOWLOG ");
  }

  @Test
  void namesThatWouldLookAlikeAreNotShortened() {
    row("NETWORKWATCHER_WESTUS_A-VERY-LONG-NAME-OF-A-VIRTUAL-NETWORK-FLOWLOG", "complete");
    row("NETWORKWATCHER_EASTUS_A-VERY-LONG-NAME-OF-A-VIRTUAL-NETWORK-FLOWLOG", "late");
    List<String> lines = lines();
    assertThat(lines.get(5)).startsWith("NETWORKWATCHER_WESTUS_A-VERY-LONG-NAME");
    assertThat(lines.get(6)).startsWith("NETWORKWATCHER_EASTUS_A-VERY-LONG-NAME").endsWith(" L");
    assertThat(lines.get(6).indexOf(" L")).isEqualTo(lines.get(4).indexOf("00") - 1);
  }

  @Test
  void flowLogsOfOneNameAreToldApartBySourceOrPath() {
    row("VNET-A", "complete");
    row("VNET-A", "complete").put("source", "other");
    assertThat(lines().subList(5, 7))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("prod VNET-A "),
            line -> assertThat(line).startsWith("other VNET-A "));
    row("VNET-A", "complete").put("path", "flowLogResourceID=/SUBSCRIPTION-2_G/VNET-A");
    assertThat(lines().subList(5, 8)).doesNotHaveDuplicates();
  }

  @Test
  void anAddressOfIpv6AndALongDestinationAreWhole() {
    String address = "2001:db8:85a3:8d3:1319:8a2e:370:7348";
    ((ArrayNode) report.at("/top/0/sources/entries"))
        .addObject()
        .put("what", address)
        .put("flows", 3);
    String name = "elasticsearch-of-the-security-team-in-europe";
    ((ArrayNode) report.get("receivers")).addObject().put("name", name).put("kind", "http");
    assertThat(lines()).anyMatch(line -> line.endsWith("  " + address));
    assertThat(lines()).anyMatch(line -> line.startsWith(name + " http "));
  }

  @Test
  void nothingInANameIsObeyedByATerminal() {
    row(HOSTILE, "complete");
    ((ArrayNode) report.get("problems")).add(HOSTILE);
    ((ArrayNode) report.get("receivers"))
        .addObject()
        .put("name", HOSTILE)
        .put("kind", HOSTILE)
        .put("why", HOSTILE)
        .put("waiting", 2)
        .put("bytes", 10)
        .put("waiting_since", "2026-09-02T08:00:00Z");
    ((ArrayNode) report.at("/top/0/rules/entries"))
        .addObject()
        .put("what", HOSTILE)
        .put("flows", 3);
    ((ArrayNode) report.get("lines"))
        .addObject()
        .put("at", HOSTILE)
        .put("level", HOSTILE)
        .put("text", HOSTILE);
    String all = String.join("\n", lines());
    assertThat(all)
        .contains("<b>", "2 messages, 10 B, for 30 min")
        .doesNotContain("\u001b", "\u202e");
    assertThat(lines()).allMatch(line -> line.indexOf('\n') < 0);
    assertThat(String.join("", new TopScreen(report, true).lines(99)))
        .as("colours are the program's own")
        .contains("\u001b[31m")
        .doesNotContain("\u001b[2J");
  }

  @Test
  void whatIsGatheredWaitsSinceNoTimeAndIsNotDueYet() {
    ((ArrayNode) report.get("receivers"))
        .addObject()
        .put("name", "lake")
        .put("waiting", 4)
        .put("bytes", 23_900);
    assertThat(lines()).anyMatch(line -> line.endsWith("4 messages, 23.3 KB, not due yet"));
  }

  @Test
  void onASmallScreenTheWorstFlowLogsAreShownInTheirOrder() {
    for (int i = 0; i < 60; i++) {
      row("VNET-%02d".formatted(i), i == 41 ? "dead letters" : "complete")
          .put("lag_seconds", i == 50 ? 9000 : 0);
    }
    report.put("well", 58);
    List<String> lines = new TopScreen(report, false).lines(24);
    assertThat(lines).hasSize(24);
    List<String> names = lines.stream().filter(line -> line.startsWith("VNET")).toList();
    assertThat(names).hasSizeGreaterThan(2).isSorted();
    assertThat(names).anyMatch(line -> line.startsWith("VNET-41"));
    assertThat(names).anyMatch(line -> line.startsWith("VNET-50"));
    assertThat(lines).contains((60 - names.size()) + " more flow logs that are less behind");
    assertThat(lines.get(0)).contains("something is to look at");
    assertThat(lines()).filteredOn(line -> line.startsWith("VNET")).hasSize(60);
  }

  @Test
  void listsStandBesideEachOtherWithTheirError() {
    ObjectNode sources = (ObjectNode) report.at("/top/0/sources");
    sources.put("too_high", 7);
    ((ArrayNode) sources.get("entries")).addObject().put("what", "192.0.2.1").put("flows", 40);
    ((ArrayNode) report.at("/top/0/ports/entries"))
        .addObject()
        .put("what", "22/TCP ssh")
        .put("flows", 30);
    JsonNode unchanged = report.deepCopy();
    List<String> lines = lines();
    assertThat(lines).anyMatch(line -> line.matches(" +40  192\\.0\\.2\\.1 +30  22/TCP ssh"));
    assertThat(lines).contains("of 56 denied flows; a count can be up to 7 too high");
    assertThat(lines).contains("No warning and no error since the program started.");
    assertThat(lines.get(0)).isEqualTo("flowlogs 1.0.0, 2026-09-02 08:30:00 UTC: all is well");
    assertThat(report).isEqualTo(unchanged);
  }
}
