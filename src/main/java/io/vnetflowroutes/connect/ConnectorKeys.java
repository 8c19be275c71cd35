package io.vnetflowroutes.connect;

import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.KeyTable;
import io.vnetflowroutes.config.Kind;
import io.vnetflowroutes.config.SettingsReader;
import io.vnetflowroutes.flow.TupleField;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys that only the connector has, in the order of the reference. */
final class ConnectorKeys {

  /** The key of records that is the network interface. */
  static final String MAC = "mac";

  /** Records without a key. */
  static final String NO_KEY = "none";

  /** What of a flow can be a header. */
  enum Header {
    ID,
    DECISION,
    FLOW_LOG,
    SOURCE,
    BLOB
  }

  private static final KeyTable TABLE = new KeyTable(SettingsReader.PREFIX);

  /** What records hold. */
  enum Content {
    FLOWS,
    BATCHES
  }

  /** What a flow's record has as its value. */
  enum Value {
    BYTES,
    STRUCT
  }

  static final Key<Content> CONTENT =
      TABLE.key(
          "content",
          Kind.choice(Content.class),
          "flows",
          "What records hold: a flow each, or a batch each with the blob's own bytes.",
          "Batches are for bundles that deliver from Kafka; they cost a fifth of the processor.");

  static final Key<Value> VALUE =
      TABLE.key(
          "value",
          Kind.choice(Value.class),
          "bytes",
          "What the value of a flow's record is: bytes of a format, or a struct with a schema.",
          "Converters of Avro, Protobuf and JSON Schema, and sinks that make tables, need a struct.");

  static final Key<String> KEY =
      TABLE.key(
          "key",
          Kind.choice(
              Stream.concat(
                      Stream.of(MAC, NO_KEY),
                      Arrays.stream(TupleField.values()).map(TupleField::word))
                  .toList()),
          MAC,
          "The key of the records of flows: mac, a field of the flow, or none.",
          "Flows of one key are in one partition, in order; records without a key are packed best.");

  static final Key<List<String>> HEADERS =
      TABLE.key(
          "headers",
          Kind.choices(Arrays.stream(Header.values()).map(Kind::word).toList()),
          "",
          "What of a flow its record has as headers.");

  static final Key<Slices> SLICES =
      TABLE.key(
          "slices",
          Kind.of(Slices.ALLOWED, Slices::of),
          "1",
          "Into how many slices a flow log is divided, so that several tasks share it.",
          "One slice holds a thousand interfaces well; 64 hold a whole virtual network.");

  static final Key<Optional<Instant>> UNTIL =
      TABLE.optional(
          "until",
          Kind.of("the beginning of an hour such as 2026-01-31T00:00:00Z", ConnectorKeys::hour),
          "2026-01-31T00:00:00Z",
          "The first hour that is not read, for a connector that delivers past hours only.",
          "flowlogs.start must be an instant before it, or 'beginning'. If it is in the future, the "
              + "connector ends once that hour has come and all before it is read.");

  static final Key<Integer> POLL_SIZE =
      TABLE.key(
          "poll-size",
          Kind.SIZE,
          "8MB",
          "How many bytes a task gives to Connect at a time, which is one transaction.");

  static final Key<Integer> VALUE_LIMIT =
      TABLE.key(
          "value-limit",
          Kind.SIZE,
          "900KB",
          "A longer value goes to the dead letter; keep it below max.request.size of the producer.");

  static final Key<String> ALLOW_TOPIC = topic("allow", "allowed flows");
  static final Key<String> DENY_TOPIC = topic("deny", "denied flows");
  static final Key<String> BATCHES_TOPIC = topic("batches", "batches");
  static final Key<String> DEAD_LETTER_TOPIC = topic("dead-letter", "what cannot be read");
  static final Key<String> PROGRESS_TOPIC = topic("progress", "how far blobs are");

  private ConnectorKeys() {}

  private static Optional<Instant> hour(String text) {
    try {
      return Optional.of(Instant.parse(text))
          .filter(instant -> instant.equals(instant.truncatedTo(ChronoUnit.HOURS)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Key<String> topic(String what, String holds) {
    return TABLE.key(
        "topic." + what,
        Kind.text(
            "the name of a topic: letters, digits, dots, underscores and dashes",
            name -> name.matches("[\\w.-]{1,249}")),
        "flowlogs." + what,
        "The topic of " + holds + ".");
  }

  /** The declarations in their order. */
  static List<Key<?>> all() {
    return TABLE.all();
  }
}
