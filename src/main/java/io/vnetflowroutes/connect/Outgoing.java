package io.vnetflowroutes.connect;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * A record for a topic, before it is known which offset goes with it.
 *
 * @param topic the topic
 * @param key the key; {@code null} for none
 * @param schema the schema of the value
 * @param value the value
 * @param headers headers, all of them text
 */
record Outgoing(
    String topic, String key, Schema schema, Object value, Map<String, String> headers) {

  /** The record with an offset of a row. Its time is when Kafka's producer gets it. */
  SourceRecord with(Map<String, ?> partition, Map<String, ?> offset) {
    ConnectHeaders sent = new ConnectHeaders();
    headers.forEach(sent::addString);
    return new SourceRecord(
        partition,
        offset,
        topic,
        null,
        key == null ? null : Schema.STRING_SCHEMA,
        key,
        schema,
        value,
        null,
        sent);
  }
}
