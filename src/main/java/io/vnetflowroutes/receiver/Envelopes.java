package io.vnetflowroutes.receiver;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.table.FlowValues;
import io.vnetflowroutes.table.JsonText;
import io.vnetflowroutes.table.Value;
import java.util.Map;

/** The envelopes of the types that have one. */
final class Envelopes {

  private static final int MILLIS = 1000;

  private Envelopes() {}

  /** A line with index and id before each document. */
  static Format bulk(Format flow, Options options, Map<String, String> ofType) {
    Value index = new HourlyName(options.value("index"));
    Value id = FlowValues.id();
    return new Enveloped(
        (one, out) -> {
          out.put("{\"create\":{\"_index\":\"");
          index.write(one, out);
          out.put("\",\"_id\":\"");
          id.write(one, out);
          out.put("\"}}\n");
        },
        flow,
        Value.NONE);
  }

  /** An event with its time and the fields by which Splunk indexes it. */
  static Format hec(Format flow, Options options, Map<String, String> ofType) {
    Map<String, String> fields = options.fields(ofType);
    if (!options.value("index").isEmpty()) {
      fields.put("index", options.value("index"));
    }
    boolean host = !options.fields().containsKey("host");
    String fixed = members(fields) + ",\"event\":";
    return new Enveloped(
        (one, out) -> {
          out.put("{\"time\":");
          seconds(one, out);
          if (host && one.record().macAddress() != null) {
            out.put(",\"host\":").putJsonString(one.record().macAddress());
          }
          out.put(fixed);
        },
        flow,
        (one, out) -> out.put('}'));
  }

  /** Seconds since 1970, with milliseconds. */
  static void seconds(Flow flow, ByteOutput out) {
    long millis = flow.timeMillis();
    long rest = Math.floorMod(millis, (long) MILLIS);
    out.putDecimal(Math.floorDiv(millis, (long) MILLIS)).put('.');
    out.put(rest < 10 ? "00" : rest < 100 ? "0" : "").putDecimal(rest);
  }

  /** Members of an object, each after a comma. */
  static String members(Map<String, String> fields) {
    StringBuilder members = new StringBuilder();
    fields.forEach(
        (name, value) ->
            members
                .append(',')
                .append(JsonText.string(name))
                .append(':')
                .append(JsonText.string(value)));
    return members.toString();
  }
}
