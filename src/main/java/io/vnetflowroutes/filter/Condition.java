package io.vnetflowroutes.filter;

import static io.vnetflowroutes.flow.TupleField.DIRECTION;
import static io.vnetflowroutes.flow.TupleField.DST_IP;
import static io.vnetflowroutes.flow.TupleField.DST_PORT;
import static io.vnetflowroutes.flow.TupleField.SRC_IP;
import static io.vnetflowroutes.flow.TupleField.SRC_PORT;
import static io.vnetflowroutes.flow.TupleField.STATE;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The conditions of filters, each with the values that it accepts. */
public enum Condition {
  STATES("state letters such as B or D", "state", list -> FlowChecks.words(STATE, list, "[A-Z]")),
  DIRECTIONS("I, O or both", "direction", list -> FlowChecks.words(DIRECTION, list, "[IO]")),
  PROTOCOLS("protocols such as UDP or 1", "protocol", FlowChecks::protocols),
  SRC_PORTS(
      "ports such as 53 or 1024-65535", "source port", list -> FlowChecks.ports(list, SRC_PORT)),
  DST_PORTS(
      "ports such as 22 or 8000-8999",
      "destination port",
      list -> FlowChecks.ports(list, DST_PORT)),
  PORTS(
      "ports such as 53",
      "port of the source or the destination",
      list -> FlowChecks.ports(list, SRC_PORT, DST_PORT)),
  SRC_CIDRS(
      "networks such as 10.0.0.0/8 or fd00::/8, or addresses",
      "network of the source",
      list -> FlowChecks.cidrs(list, SRC_IP)),
  DST_CIDRS(
      "networks such as 10.0.0.0/8 or fd00::/8, or addresses",
      "network of the destination",
      list -> FlowChecks.cidrs(list, DST_IP)),
  CIDRS(
      "networks such as 10.0.0.0/8 or fd00::/8, or addresses",
      "network of the source or the destination",
      list -> FlowChecks.cidrs(list, SRC_IP, DST_IP)),
  SRC_SCOPES(
      FlowChecks.ADDRESS_SCOPES,
      "address scope of the source",
      list -> FlowChecks.scopes(list, SRC_IP)),
  DST_SCOPES(
      FlowChecks.ADDRESS_SCOPES,
      "address scope of the destination",
      list -> FlowChecks.scopes(list, DST_IP)),
  SCOPES(FlowChecks.TRAFFIC_SCOPES, "traffic scope", FlowChecks::trafficScopes),
  RULES("names of rules; * stands for any letters", "rule", FlowChecks::rules);

  private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');
  private final String allowed;
  private final String meaning;

  /** Keeps nothing, as a function of its argument only. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<List<String>, FlowCheck> test;

  Condition(String allowed, String meaning, Function<List<String>, FlowCheck> test) {
    this.allowed = allowed;
    this.meaning = meaning;
    this.test = test;
  }

  /**
   * The condition of that word.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static Condition named(String word) {
    for (Condition condition : values()) {
      if (condition.word.equals(word)) {
        return condition;
      }
    }
    throw new IllegalArgumentException(
        "Flows are not told by '"
            + word
            + "', but by "
            + Arrays.stream(values()).map(Condition::word).collect(Collectors.joining(", ")));
  }

  /** The word in settings and route files, and the reason in counts, such as {@code src-cidrs}. */
  public String word() {
    return word;
  }

  /** What values it takes, to follow "must be". */
  public String allowed() {
    return allowed + ", separated by commas";
  }

  /** What it looks at. */
  public String meaning() {
    return meaning;
  }

  /** Whether a text is a list of such values, or empty. */
  public boolean accepts(String values) {
    try {
      return values.isBlank() || test(values) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether the result is the same for all flows of a group. */
  boolean ofGroup() {
    return this == RULES;
  }

  /**
   * Reads values.
   *
   * @throws IllegalArgumentException if the condition takes no such values; the message says which
   */
  FlowCheck test(String values) {
    try {
      return test.apply(List.of(values.trim().split("\\s*,\\s*", -1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s are '%s', but must be %s".formatted(word, values, allowed()), e);
    }
  }
}
