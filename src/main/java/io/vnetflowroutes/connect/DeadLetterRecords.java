package io.vnetflowroutes.connect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.Unreadable;
import io.vnetflowroutes.handover.UnreadableJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
    this.longest = settings.get(ConnectorKeys.VALUE_LIMIT);
    this.asText = asText;
  }

  /** How many of some records are dead letters. */
  int count(List<Outgoing> records) {
    return (int) records.stream().filter(record -> record.topic().equals(topic)).count();
  }

  /**
   * The letter about something unreadable. Of what is longer than Kafka takes, it has the
   * beginning; where not even the rest fits, it says nothing of the record around a tuple.
   */
  Outgoing of(Unreadable unreadable) {
    String text = json(unreadable);
    FlowGroup group = unreadable.group();
    int kept = unreadable.text().length;
    while (size(text) > longest && (kept > 0 || group != null)) {
      if (kept == 0) {
        group = null;
      }
      kept = shorter(unreadable.text(), kept, size(text));
      text = json(beginning(unreadable, group, kept));
    }
    return ProgressRecords.ofText(topic, unreadable.origin().digest(), text, asText);
  }

  /** How much to keep next of a text, of which so much was too long; whole characters. */
  private int shorter(byte[] text, int kept, int size) {
    int next = (int) Math.min((long) kept * longest / size, kept - 1L);
    while (next > 0 && (text[next] & 0xC0) == 0x80) {
      next--;
    }
    return Math.max(next, 0);
  }

  private static Unreadable beginning(Unreadable unreadable, FlowGroup group, int kept) {
    return new Unreadable(
        unreadable.origin(),
        unreadable.offset(),
        unreadable.ordinal(),
        Unreadable.BEGINNING,
        group,
        Arrays.copyOf(unreadable.text(), kept),
        "%s (of %d bytes the beginning is kept, as %s allows no more)"
            .formatted(unreadable.reason(), unreadable.text().length, ConnectorKeys.VALUE_LIMIT));
  }

  /** How many bytes the value has. A converter may write text as JSON once more. */
  private int size(String text) {
    return asText ? QuotedText.bytes(text) : text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String json(Unreadable unreadable) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      UnreadableJson.write(unreadable, json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
