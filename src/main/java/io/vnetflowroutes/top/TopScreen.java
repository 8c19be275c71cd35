package io.vnetflowroutes.top;

import com.fasterxml.jackson.databind.JsonNode;
import io.vnetflowroutes.errors.HumanUnits;
import io.vnetflowroutes.logging.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The report of a running program as lines of text. */
final class TopScreen {

  /** The mark of each word for an hour; the words are those of the report. */
  private static final Map<String, Mark> MARKS =
      Map.of(
          "complete", new Mark('#', "32"),
          "growing", new Mark('+', "34"),
          "late", new Mark('L', "1;31"),
          "waiting", new Mark('W', "1;33"),
          "dead letters", new Mark('D', "1;35"),
          "missing", new Mark('M', "33"),
          "not due", new Mark('.', "2"));

  private static final Mark NOTHING = new Mark(' ', "0");
  private static final String LEGEND =
      "# complete  + growing  L late  W waiting  D dead letters  M missing  . not due";
  private static final String BOLD = "1";
  private static final int NAME = 41;
  private static final int BETWEEN_HOURS = 3;
  private static final int SHORT = 24;
  private static final int WHAT = 34;
  private static final int RULE = 90;
  private static final int LEAST_FLOW_LOGS = 3;
  private static final int LISTED = 5;
  private static final int LAST_LINES = 4;
  private static final int LATE_SECONDS = 600;
  private static final int LONGEST = 160;

  private final JsonNode report;
  private final boolean coloured;

  /** How an hour is drawn: a letter, and its colour as terminals know it. */
  private record Mark(char letter, String colour) {}

  /**
   * @param coloured whether letters have colours
   */
  TopScreen(JsonNode report, boolean coloured) {
    this.report = report;
    this.coloured = coloured;
  }

  /** Whether nothing is late, waits or is wrong. */
  static boolean well(JsonNode report) {
    return report.path("problems").isEmpty()
        && report.path("flow_logs").asInt() == report.path("well").asInt();
  }

  /** The lines, with as many flow logs as fit; the worst first if not all do. */
  List<String> lines(int height) {
    List<String> below = new ArrayList<>();
    destinations(below);
    denied(below);
    lastLines(below);
    List<String> lines = new ArrayList<>();
    head(lines);
    hours(lines, height - lines.size() - below.size());
    lines.addAll(below);
    return lines;
  }

  private void head(List<String> lines) {
    JsonNode counts = report.path("counts");
    lines.add(
        painted(
            "flowlogs %s, %s UTC: %s"
                .formatted(
                    text(report.path("version")),
                    moment(report.path("at")),
                    well(report) ? "all is well" : "something is to look at"),
            BOLD));
    lines.add(
        "%s allowed and %s denied flows since %s UTC, %s in the last minute; %s read, %s"
            .formatted(
                count(counts.path("allowed")),
                count(counts.path("denied")),
                moment(report.path("since")),
                HumanUnits.count(lastMinute()),
                HumanUnits.size(counts.path("bytes").asLong()),
                HumanUnits.count(counts.path("dead_letters").asLong(), "dead letter")));
    for (JsonNode problem : report.path("problems")) {
      lines.add(painted("! " + cut(text(problem), LONGEST), "31"));
    }
  }

  /** The flows delivered in the last complete minute. */
  private long lastMinute() {
    JsonNode minutes = report.path("minutes");
    JsonNode last = minutes.path(minutes.size() - 2);
    return last.path("allowed").asLong() + last.path("denied").asLong();
  }

  private void hours(List<String> lines, int height) {
    List<JsonNode> rows = all(report.path("rows"));
    // A blank line, the legend, the hours, and the line about those that do not fit.
    int fit = Math.max(LEAST_FLOW_LOGS, height - 4);
    List<JsonNode> shown = rows;
    if (rows.size() > fit) {
      List<JsonNode> worstFirst = new ArrayList<>(rows);
      worstFirst.sort(Comparator.comparingLong(TopScreen::weight).reversed());
      List<JsonNode> worst = worstFirst.subList(0, fit);
      shown = rows.stream().filter(worst::contains).toList();
    }
    lines.add("");
    lines.add(LEGEND);
    List<String> names = RowNames.of(shown.stream().map(this::identity).toList(), NAME - 1);
    int width = widest(names, NAME);
    StringBuilder heading = new StringBuilder(column("FLOW LOG", width) + column("BEHIND", 12));
    List<JsonNode> hours = all(report.path("hours"));
    for (int hour = 0; hour < hours.size(); hour += BETWEEN_HOURS) {
      heading.append(column(hours.get(hour).asText().substring(11, 13), 2 * BETWEEN_HOURS));
    }
    lines.add(heading.toString().stripTrailing());
    for (int row = 0; row < shown.size(); row++) {
      lines.add(hoursOf(column(names.get(row), width), shown.get(row)));
    }
    int hidden = report.path("flow_logs").asInt() - shown.size();
    if (hidden > 0) {
      lines.add("%s that are less behind".formatted(HumanUnits.count(hidden, "more flow log")));
    }
  }

  private RowNames.Row identity(JsonNode row) {
    return new RowNames.Row(
        text(row.path("flow_log")), text(row.path("source")), text(row.path("path")));
  }

  /** How wide a column is that shows each text whole. */
  private static int widest(List<String> texts, int atLeast) {
    return Math.max(atLeast, texts.stream().mapToInt(String::length).max().orElse(0) + 1);
  }

  private static long weight(JsonNode row) {
    long bad =
        all(row.path("cells")).stream()
            .filter(cell -> cell.path("is").asText().matches("late|waiting|dead letters"))
            .count();
    return row.path("lag_seconds").asLong() * 100 + bad;
  }

  private String hoursOf(String name, JsonNode row) {
    long lag = row.path("lag_seconds").asLong();
    String behind = lag == 0 ? "-" : HumanUnits.span(Duration.ofSeconds(lag));
    StringBuilder line = new StringBuilder(name);
    line.append(painted(column(behind, 12), lag > LATE_SECONDS ? "31" : "0"));
    for (JsonNode cell : row.path("cells")) {
      Mark mark = MARKS.getOrDefault(cell.path("is").asText(), NOTHING);
      line.append(painted(String.valueOf(mark.letter()), mark.colour())).append(' ');
    }
    return line.toString().stripTrailing();
  }

  private void destinations(List<String> lines) {
    List<JsonNode> all = all(report.path("receivers"));
    int width = widest(all.stream().map(one -> text(one.path("name"))).toList(), SHORT);
    lines.add("");
    lines.add(
        column("DESTINATION", width)
            + column("KIND", 10)
            + column("DELIVERED", 16)
            + column("REFUSED", 10)
            + column("FAILED", 10)
            + "WAITING");
    for (JsonNode one : all) {
      lines.add(
          (column(text(one.path("name")), width)
                  + column(text(one.path("kind")), 10)
                  + column(count(one.path("delivered")), 16)
                  + column(count(one.path("refused")), 10)
                  + column(count(one.path("failures")), 10)
                  + waiting(one))
              .stripTrailing());
    }
  }

  private String waiting(JsonNode destination) {
    String why = text(destination.path("why"));
    String because = why.isEmpty() ? "" : "; " + why;
    if (destination.path("waiting").asInt() == 0) {
      return why.isEmpty() ? "nothing" : "nothing" + because;
    }
    String since = text(destination.path("waiting_since"));
    String text =
        "%s, %s, %s%s"
            .formatted(
                HumanUnits.count(destination.path("waiting").asLong(), "message"),
                HumanUnits.size(destination.path("bytes").asLong()),
                since.isEmpty() ? "not due yet" : "for " + span(since),
                because);
    return painted(cut(text, LONGEST), "33");
  }

  private String span(String since) {
    Instant now = Instant.parse(report.path("at").asText());
    return HumanUnits.span(Duration.between(Instant.parse(since), now));
  }

  /** Adds the most denied flows of the longest span of hours. */
  private void denied(List<String> lines) {
    JsonNode top = report.path("top").path(report.path("top").size() - 1);
    int sources = width(top.path("sources"));
    int ports = width(top.path("ports"));
    lines.add("");
    lines.add(
        column("    FLOWS  SOURCES DENIED, %d H".formatted(top.path("hours").asInt()), sources)
            + column("    FLOWS  DESTINATION PORTS", ports)
            + "    FLOWS  RULES");
    for (int place = 0; place < LISTED; place++) {
      String line =
          ranked(top.path("sources"), place, sources)
              + ranked(top.path("ports"), place, ports)
              + ranked(top.path("rules"), place, RULE);
      if (!line.isBlank()) {
        lines.add(line.stripTrailing());
      }
    }
    String tooHigh =
        HumanUnits.count(
            Math.max(
                top.at("/sources/too_high").asLong(),
                Math.max(top.at("/ports/too_high").asLong(), top.at("/rules/too_high").asLong())));
    lines.add(
        "of %s denied flows; %s"
            .formatted(
                count(top.at("/sources/total")),
                tooHigh.equals("0")
                    ? "counts are exact"
                    : "a count can be up to " + tooHigh + " too high"));
  }

  /** An address of IPv6 is longer than the usual column. */
  private static int width(JsonNode ranking) {
    return widest(
        all(ranking.path("entries")).stream()
            .limit(LISTED)
            .map(entry -> " ".repeat(12) + text(entry.path("what")))
            .toList(),
        WHAT);
  }

  private static String ranked(JsonNode ranking, int place, int width) {
    JsonNode entry = ranking.path("entries").path(place);
    return entry.isMissingNode()
        ? " ".repeat(width)
        : column("%10s  %s".formatted(count(entry.path("flows")), text(entry.path("what"))), width);
  }

  private void lastLines(List<String> lines) {
    lines.add("");
    if (report.path("lines").isEmpty()) {
      lines.add("No warning and no error since the program started.");
    }
    all(report.path("lines")).stream()
        .limit(LAST_LINES)
        .forEach(
            line ->
                lines.add(
                    cut(
                        "%s %-5s %s"
                            .formatted(
                                moment(line.path("at")),
                                text(line.path("level")),
                                text(line.path("text"))),
                        LONGEST)));
  }

  private static List<JsonNode> all(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  /** A text without the characters that a terminal would obey: strangers chose some names. */
  private static String text(JsonNode node) {
    return Printable.of(node.asText());
  }

  private static String count(JsonNode number) {
    return HumanUnits.count(number.asLong());
  }

  private static String moment(JsonNode instant) {
    String text = text(instant);
    return text.length() < 19 ? text : text.substring(0, 10) + ' ' + text.substring(11, 19);
  }

  private static String column(String text, int width) {
    return String.format("%-" + width + "s", cut(text, width - 1));
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + '…';
  }

  private String painted(String text, String colour) {
    return coloured ? "\033[" + colour + 'm' + text + "\033[0m" : text;
  }
}
