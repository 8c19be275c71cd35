package io.vnetflowroutes.connect;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.config.Kind;
import io.vnetflowroutes.filter.Filter;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.flow.Unreadable;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.FormatPool;
import io.vnetflowroutes.format.OwnFormatException;
import io.vnetflowroutes.settings.FilterSettings;
import io.vnetflowroutes.source.BlobName;
import io.vnetflowroutes.source.FlowLogPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * Makes of a batch a record for each flow, for the topics of allowed and of denied flows, and one
 * for each record or tuple that cannot be read. Any thread may call it.
 */
final class FlowRecords {

  private static final int ROOM = 4096;

  private final ConnectorSettings settings;
  private final FormatPool formats;
  private final DeadLetterRecords letters;
  private final boolean structs;
  private final Filter filter;
  private final String key;
  private final TupleField keyField;
  private final List<ConnectorKeys.Header> headers;
  private final int valueLimit;

  FlowRecords(ConnectorSettings settings, FormatPool formats, DeadLetterRecords letters) {
    this.settings = settings;
    this.formats = formats;
    this.letters = letters;
    this.structs = settings.structs();
    this.filter = FilterSettings.filter(settings.flows());
    this.key = settings.get(ConnectorKeys.KEY);
    this.keyField =
        key.equals(ConnectorKeys.MAC) || key.equals(ConnectorKeys.NO_KEY)
            ? null
            : TupleField.named(key);
    List<String> wanted = settings.get(ConnectorKeys.HEADERS);
    this.headers =
        Arrays.stream(ConnectorKeys.Header.values())
            .filter(header -> wanted.contains(Kind.word(header)))
            .toList();
    this.valueLimit = settings.get(ConnectorKeys.VALUE_LIMIT);
  }

  /** The records of a batch. */
  List<Outgoing> of(Batch batch) {
    List<Outgoing> records = new ArrayList<>(batch.flows() + batch.unreadable().size());
    Format format = formats.take();
    ByteOutput out = new ByteOutput(ROOM);
    for (BatchPart part : batch.parts()) {
      flows(part, format, out, records);
    }
    formats.giveBack(format);
    batch.unreadable().forEach(unreadable -> records.add(letters.of(unreadable)));
    return records;
  }

  private void flows(BatchPart part, Format format, ByteOutput out, List<Outgoing> records) {
    String topic =
        settings.get(
            part.decision() == Decision.ALLOW
                ? ConnectorKeys.ALLOW_TOPIC
                : ConnectorKeys.DENY_TOPIC);
    List<Flow> flows = filter == null ? part.flows() : filter.select(part).kept();
    Flow written = null;
    for (Flow flow : flows) {
      if (!structs && written != null && format.holds(written, flow)) {
        continue;
      }
      written = flow;
      try {
        records.add(structs ? struct(topic, flow, format, out) : line(topic, flow, format, out));
      } catch (OwnFormatException e) {
        byte[] tuple = flow.tuple().getBytes(StandardCharsets.UTF_8);
        records.add(letter(flow, Unreadable.TUPLE, tuple, e.getMessage()));
      }
    }
  }

  private Outgoing struct(String topic, Flow flow, Format format, ByteOutput out) {
    Struct struct = FlowStruct.of(flow);
    return FlowStruct.isLongerThan(valueLimit, struct)
        ? tooLong(flow, written(flow, format, out))
        : new Outgoing(topic, key(flow), FlowStruct.SCHEMA, struct, headers(flow));
  }

  private Outgoing line(String topic, Flow flow, Format format, ByteOutput out) {
    byte[] value = written(flow, format, out);
    return value.length > valueLimit
        ? tooLong(flow, value)
        : new Outgoing(topic, key(flow), Schema.BYTES_SCHEMA, value, headers(flow));
  }

  private static byte[] written(Flow flow, Format format, ByteOutput out) {
    out.clear();
    format.write(flow, out);
    return out.toByteArray();
  }

  private String key(Flow flow) {
    if (keyField != null) {
      return flow.get(keyField);
    }
    return key.equals(ConnectorKeys.MAC) ? flow.record().macAddress() : null;
  }

  private Map<String, String> headers(Flow flow) {
    if (headers.isEmpty()) {
      return Map.of();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (ConnectorKeys.Header header : headers) {
      values.put(
          header.name().toLowerCase(Locale.ROOT),
          switch (header) {
            case ID -> flow.id();
            case DECISION -> flow.decision().word();
            case FLOW_LOG ->
                BlobName.parse(flow.record().origin().blob())
                    .map(name -> FlowLogPath.parse(name.flowLogPath()).name())
                    .orElse("");
            case SOURCE -> flow.record().origin().source();
            case BLOB -> flow.record().origin().blob();
          });
    }
    return values;
  }

  /** What is longer than Kafka takes, as it cannot be sent; a struct as a line of the format. */
  private Outgoing tooLong(Flow flow, byte[] value) {
    String reason =
        "The value has %d bytes, more than %s allows"
            .formatted(value.length, ConnectorKeys.VALUE_LIMIT);
    return letter(flow, Unreadable.BEGINNING, value, reason);
  }

  private Outgoing letter(Flow flow, String kind, byte[] text, String reason) {
    return letters.of(
        new Unreadable(
            flow.record().origin(),
            flow.record().offset(),
            flow.ordinal(),
            kind,
            flow.group(),
            text,
            reason));
  }
}
