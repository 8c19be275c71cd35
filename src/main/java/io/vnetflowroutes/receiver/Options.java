package io.vnetflowroutes.receiver;

import java.util.Map;
import java.util.TreeMap;

/**
 * The settings of a destination for its type.
 *
 * @param values the keys of the type that are set, by their names within the group
 * @param fields fixed fields of the envelope, by name
 * @param channel the channel whose acknowledgements are requested; {@code null} for none
 */
public record Options(Map<String, String> values, Map<String, String> fields, String channel) {

  /** The value of a key; empty if it is not set. */
  String value(String key) {
    return values.getOrDefault(key, "");
  }

  /** The most bytes of a flow. */
  int messageLimit() {
    String limit = value("message-limit");
    return limit.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(limit);
  }

  /** The fixed fields; those of the settings have precedence over those of the type. */
  Map<String, String> fields(Map<String, String> ofType) {
    Map<String, String> all = new TreeMap<>(ofType);
    all.putAll(fields);
    all.values().removeIf(String::isEmpty);
    return all;
  }
}
