package io.vnetflowroutes.receiver;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.ArmId;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.table.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Envelopes that split a flow's JSON, or write it as text. */
final class Documents {

  /** The beginning of the flat format's fields that flows of a rule have in common. */
  private static final byte[] SHARED = ascii(",\"rule\":");

  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  private static final int NANOS_DIGITS = 6;

  private Documents() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The flow's members after those of the envelope, in one object. */
  static Format merged(Format flow, Options options, Map<String, String> ofType) {
    String fixed = Envelopes.members(options.fields(ofType));
    return new Whole(
        flow,
        (one, json, out) -> {
          out.put("{\"timestamp\":").putDecimal(one.timeMillis()).put(fixed);
          if (json.size() > 2) {
            out.put(',').put(json.array(), 1, json.size() - 1);
          } else {
            out.put('}');
          }
        });
  }

  /** The members that flows have in common, before those of each flow. */
  static Format common(Format flow, Options options, Map<String, String> ofType) {
    String fixed = Envelopes.members(options.fields(ofType)).replaceFirst("^,", "");
    return new Whole(
        flow,
        (one, json, out) -> {
          int shared = shared(json);
          out.put("{\"common\":{\"attributes\":{").put(fixed);
          if (shared < json.size() - 1) {
            int from = fixed.isEmpty() ? shared + 1 : shared;
            out.put(json.array(), from, json.size() - 1 - from);
          }
          out.put("}},\"logs\":[{\"timestamp\":").putDecimal(one.timeMillis());
          out.put(",\"attributes\":").put(json.array(), 0, shared).put("}}]}");
        });
  }

  /** The beginning of the shared members; the closing brace if there are none. */
  private static int shared(ByteOutput json) {
    byte[] text = json.array();
    for (int at = 1; at + SHARED.length <= json.size(); at++) {
      if (Arrays.equals(text, at, at + SHARED.length, SHARED, 0, SHARED.length)) {
        return at;
      }
    }
    return json.size() - 1;
  }

  /**
   * A line of a stream. Loki refuses a line that is an hour older than another one of its stream,
   * and a line that is a week old. So each hour of a day of the week has a stream, in whatever
   * order hours are read: when the same hour comes again, the last one is too old, and the number
   * of streams stays small.
   */
  static Format loki(Format flow, Options options, Map<String, String> ofType) {
    String fixed = Envelopes.members(options.fields(ofType));
    return new Whole(
        flow,
        (one, json, out) -> {
          out.put("{\"stream\":{\"flow_log\":").putJsonString(flowLog(one.record()));
          out.put(",\"decision\":\"").put(decision(one)).put("\",\"day\":\"");
          OffsetDateTime hour = one.record().origin().hour().atOffset(ZoneOffset.UTC);
          out.put(DAYS.get(hour.getDayOfWeek().getValue() - 1)).put("\",\"hour\":\"");
          out.put(hour.getHour() < 10 ? "0" : "").putDecimal(hour.getHour()).put('"').put(fixed);
          out.put("},\"values\":[[\"").putDecimal(one.timeMillis());
          for (int i = 0; i < NANOS_DIGITS; i++) {
            out.put('0');
          }
          out.put("\",\"");
          out.putJsonEscaped(json.array(), 0, json.size());
          out.put("\"]]}");
        });
  }

  static String decision(Flow flow) {
    return flow.decision() == Decision.DENY ? "deny" : "allow";
  }

  /** The name of a flow log, without its prefix in Azure. */
  static String flowLog(RecordContext record) {
    String name = ArmId.segment(record.flowLogId(), "flowLogs");
    return name == null ? "unknown" : name;
  }

  /** The flow as a member of an object. */
  static Format member(String name, Format flow) {
    String before = "{" + JsonText.string(name) + ':';
    return new Enveloped((one, out) -> out.put(before), flow, (one, out) -> out.put('}'));
  }

  /** Writes an envelope around the whole text of a flow. */
  private interface Writer {
    void write(Flow one, ByteOutput json, ByteOutput out);
  }

  /** A format that wraps the text of another one. An instance belongs to one thread. */
  private static final class Whole implements Format {

    private final Format flow;
    private final Writer writer;
    private final ByteOutput json = new ByteOutput(2048);

    Whole(Format flow, Writer writer) {
      this.flow = flow;
      this.writer = writer;
    }

    @Override
    public void write(Flow one, ByteOutput out) {
      json.clear();
      flow.write(one, json);
      writer.write(one, json, out);
    }

    @Override
    public boolean holds(Flow written, Flow next) {
      return flow.holds(written, next);
    }
  }
}
