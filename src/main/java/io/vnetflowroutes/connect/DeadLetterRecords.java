package io.vnetflowroutes.connect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vnetflowroutes.flow.Unreadable;
import io.vnetflowroutes.handover.UnreadableJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/**
 * Makes records for the topic of dead letters, in the form that the program's files have, too. Any
 * thread may call it.
 */
final class DeadLetterRecords {

  private static final JsonFactory JSON = new JsonFactory();

  private final String topic;
  private final int longest;
  private final boolean asText;

  /**
   * @param asText whether values are text rather than bytes, as the connector's converter wants
   */
  DeadLetterRecords(ConnectorSettings settings, boolean asText) {
    this.topic = settings.get(ConnectorKeys.DEAD_LETTER_TOPIC);
    // In JSON, or in Base64, a text is longer; with this one even control characters fit mostly.
    this.longest = settings.get(ConnectorKeys.VALUE_LIMIT) / 2;
    this.asText = asText;
  }

  /** How many of some records are dead letters. */
  int count(List<Outgoing> records) {
    return (int) records.stream().filter(record -> record.topic().equals(topic)).count();
  }

  /** The letter about something unreadable; of what is longer than Kafka takes, the beginning. */
  Outgoing of(Unreadable unreadable) {
    Unreadable kept =
        unreadable.text().length <= longest
            ? unreadable
            : new Unreadable(
                unreadable.origin(),
                unreadable.offset(),
                unreadable.ordinal(),
                Unreadable.BEGINNING,
                unreadable.group(),
                Arrays.copyOf(unreadable.text(), longest),
                "%s (of %d bytes the beginning is kept, as %s allows no more)"
                    .formatted(
                        unreadable.reason(), unreadable.text().length, ConnectorKeys.VALUE_LIMIT));
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      UnreadableJson.write(kept, json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ProgressRecords.ofText(topic, unreadable.origin().digest(), text.toString(), asText);
  }
}
