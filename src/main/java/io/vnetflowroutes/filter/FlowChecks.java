package io.vnetflowroutes.filter;

import io.vnetflowroutes.derive.AddressScope;
import io.vnetflowroutes.derive.Cidr;
import io.vnetflowroutes.derive.Endpoints;
import io.vnetflowroutes.derive.PrefixTrie;
import io.vnetflowroutes.derive.Protocols;
import io.vnetflowroutes.derive.TrafficScope;
import io.vnetflowroutes.flow.TupleField;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The checks of conditions. They compare bytes if possible. Each parser of values throws an {@code
 * IllegalArgumentException} for an invalid value.
 */
final class FlowChecks {

  static final String ADDRESS_SCOPES = oneOf(AddressScope.values(), AddressScope::word);
  static final String TRAFFIC_SCOPES = oneOf(TrafficScope.values(), TrafficScope::word);

  private static final Pattern PORTS = Pattern.compile("(\\d{1,5})(?:\\s*-\\s*(\\d{1,5}))?");
  private static final int LAST_PORT = 65_535;
  private static final int LAST_PROTOCOL = 255;

  private FlowChecks() {}

  /** A field of the tuple that is one of some words. */
  static FlowCheck words(TupleField field, List<String> values, String allowed) {
    check(values.stream().allMatch(value -> value.matches(allowed)));
    byte[][] words =
        values.stream().map(value -> value.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    return (flow, endpoints) -> {
      int from = flow.from(field);
      int to = flow.to(field);
      for (byte[] word : words) {
        if (Arrays.equals(flow.text(), from, to, word, 0, word.length)) {
          return true;
        }
      }
      return false;
    };
  }

  /** Protocols by their numbers or by the names IANA gives them. */
  static FlowCheck protocols(List<String> values) {
    BitSet numbers = new BitSet();
    for (String value : values) {
      int number = value.matches("\\d{1,3}") ? Integer.parseInt(value) : Protocols.number(value);
      check(number >= 0 && number <= LAST_PROTOCOL);
      numbers.set(number);
    }
    return (flow, endpoints) -> numbers.get(flow.protocol());
  }

  /** Ports and ranges of them, at one end or at either. */
  static FlowCheck ports(List<String> values, TupleField... fields) {
    BitSet ports = new BitSet();
    for (String value : values) {
      Matcher range = PORTS.matcher(value);
      check(range.matches());
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      check(first <= last && last <= LAST_PORT);
      ports.set(first, last + 1);
    }
    return (flow, endpoints) -> {
      for (TupleField field : fields) {
        if (ports.get((int) flow.number(field))) {
          return true;
        }
      }
      return false;
    };
  }

  /** Networks that an address is in, at one end or at either. */
  static FlowCheck cidrs(List<String> values, TupleField... fields) {
    PrefixTrie<Boolean> networks = new PrefixTrie<>();
    values.forEach(value -> networks.merge(Cidr.of(value), true, Boolean::logicalOr));
    return (flow, endpoints) -> {
      Endpoints ends = endpoints.of(flow);
      for (TupleField field : fields) {
        if (networks.longest(ends.bytes(field), ends.length(field)) != null) {
          return true;
        }
      }
      return false;
    };
  }

  /** Scopes of the address at one end. */
  static FlowCheck scopes(List<String> values, TupleField field) {
    Set<AddressScope> scopes = EnumSet.noneOf(AddressScope.class);
    values.forEach(value -> scopes.add(named(AddressScope.values(), AddressScope::word, value)));
    return (flow, endpoints) -> {
      AddressScope scope = scope(endpoints.of(flow), field);
      return scope != null && scopes.contains(scope);
    };
  }

  /** Scopes of the traffic between both ends. */
  static FlowCheck trafficScopes(List<String> values) {
    Set<TrafficScope> scopes = EnumSet.noneOf(TrafficScope.class);
    values.forEach(value -> scopes.add(named(TrafficScope.values(), TrafficScope::word, value)));
    return (flow, endpoints) -> {
      Endpoints ends = endpoints.of(flow);
      TrafficScope scope =
          TrafficScope.of(scope(ends, TupleField.SRC_IP), scope(ends, TupleField.DST_IP));
      return scope != null && scopes.contains(scope);
    };
  }

  /** Names of rules, in either case of letters; asked once for the flows of a group. */
  static FlowCheck rules(List<String> values) {
    check(values.stream().noneMatch(String::isEmpty));
    Pattern names =
        Pattern.compile(
            values.stream().map(FlowChecks::wildcards).collect(Collectors.joining("|")),
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    return (flow, endpoints) -> {
      String rule = flow.group().rule();
      return rule != null && names.matcher(rule).matches();
    };
  }

  private static String wildcards(String name) {
    return Stream.of(name.split("\\*", -1))
        .map(literal -> literal.isEmpty() ? "" : Pattern.quote(literal))
        .collect(Collectors.joining(".*"));
  }

  private static AddressScope scope(Endpoints ends, TupleField field) {
    return AddressScope.of(ends.bytes(field), ends.length(field));
  }

  private static <T> T named(T[] all, Function<T, String> word, String value) {
    return Stream.of(all)
        .filter(one -> word.apply(one).equals(value))
        .findFirst()
        .orElseThrow(IllegalArgumentException::new);
  }

  private static <T> String oneOf(T[] all, Function<T, String> word) {
    return "some of " + Stream.of(all).map(word).collect(Collectors.joining(", "));
  }

  private static void check(boolean right) {
    if (!right) {
      throw new IllegalArgumentException("no such value");
    }
  }
}
