package io.vnetflowroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.bytes.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that ids are read as they were written, and that what continues an id lies together. */
class IdsTest {

  private static final int MANY = 2_000;

  private final Random random = new Random(17);

  private Origin blob() {
    return new Origin("prod", "blob" + random.nextInt(40), Instant.EPOCH);
  }

  private BatchId batch() {
    long from = random.nextInt(1 << 20);
    long time = random.nextInt(5) == 0 ? 0 : 1_788_000_000_000L + random.nextInt(3_600_000);
    return random.nextInt(4) == 0
        ? new BatchId(blob().digest(), time, from, "replayed." + Digest.of("" + from, 8))
        : BatchId.of(blob(), time, from, from + random.nextInt(1 << 22), random.nextInt(12));
  }

  private String part() {
    String part =
        random.nextInt(8) == 0
            ? blob().digest() + "-" + random.nextInt(999) + "-" + random.nextInt(99) + "-0"
            : batch().part(random.nextBoolean() ? Decision.ALLOW : Decision.DENY);
    return random.nextInt(3) == 0 ? part + '.' + Digest.of(part, 6) : part;
  }

  private MessageKey message() {
    return new MessageKey(part(), random.nextInt(10_000), 1 + random.nextInt(10_000));
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() {
    for (int i = 0; i < MANY; i++) {
      BatchId batch = batch();
      assertThat(BatchId.parse(batch.toString())).isEqualTo(batch);
      MessageKey message = message();
      assertThat(MessageKey.parse(message.toString())).isEqualTo(message);
      assertThat(MessageKey.ofFile(message + ".ndjson.gz")).contains(message);
      assertThat(BatchId.digest(message.toString()))
          .hasSize(20)
          .isEqualTo(message.part().substring(0, 20));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5d41402abc4b2a76b971-1788249540000-37-22941",
        "5d41402abc4b2a76b971-0-37-22941.anew2",
        "5d41402abc4b2a76b971-1788249540000-37-replayed.0123456789abcdef"
      })
  void theNameOfABatchIsForGood(String id) {
    assertThat(BatchId.parse(id)).hasToString(id);
    assertThat(BatchId.parse(id).part(Decision.DENY)).isEqualTo(id + "-deny");
  }

  @Test
  void theNameOfAMessageIsForGood() {
    String key = "5d41402abc4b2a76b971-1788249540000-37-22941-allow.0123456789ab-10-25";
    MessageKey message = MessageKey.parse(key);
    assertThat(message).hasToString(key);
    assertThat(message.part()).endsWith("-allow.0123456789ab");
    assertThat(message.begin()).isEqualTo(10);
    assertThat(message.end()).isEqualTo(35);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "a-1", "-1-2", "a-b-1", "a-1-b", "a-1-2.ndjson", "a-1-9999999999"})
  void whatIsNoMessageIsRefused(String text) {
    assertThatThrownBy(() -> MessageKey.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a-1-2", "a-1-2-3-allow", "a-b-2-3"})
  void whatIsNoBatchIsRefused(String text) {
    assertThatThrownBy(() -> BatchId.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"README", "a-1-2", "a.ndjson", "a-1.ndjson", ".unfinished-a-b.ndjson"})
  void aFileOfAnotherNameHoldsNoMessage(String name) {
    assertThat(MessageKey.ofFile(name)).isEmpty();
  }

  @Test
  void messagesOverlapIfTheyShareAFlow() {
    for (int i = 0; i < MANY; i++) {
      String part = random.nextBoolean() ? "x-allow" : "x-deny";
      MessageKey one = new MessageKey(part, random.nextInt(12), 1 + random.nextInt(6));
      MessageKey other = new MessageKey("x-allow", random.nextInt(12), 1 + random.nextInt(6));
      boolean shared = false;
      for (int flow = one.begin(); flow < one.end(); flow++) {
        shared |= flow >= other.begin() && flow < other.end();
      }
      assertThat(one.overlaps(other)).isEqualTo(shared && part.equals("x-allow"));
      assertThat(other.overlaps(one)).isEqualTo(one.overlaps(other));
    }
  }

  /** SQLite compares keys as these texts are compared here: all of them are ASCII. */
  @Test
  void whatContinuesAnIdIsOneRangeOfTheOrder() {
    TreeSet<String> ids = new TreeSet<>();
    List<String> starts = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      MessageKey message = message();
      String batch = message.part().replaceFirst("-(allow|deny).*", "");
      starts.addAll(List.of(BatchId.digest(batch), batch, message.part()));
      ids.add(message + "|lake");
      ids.add(batch + "-unreadable|dead-letter");
      ids.add(new MessageKey(message.part() + ".0123456789ab", 0, 3) + "|lake~0123");
      ids.add(batch + ".anew7-allow-0-5|lake");
    }
    for (String start : starts) {
      IdRange range = IdRange.of(start);
      assertThat(ids.subSet(range.first(), range.behind()))
          .isNotEmpty()
          .containsExactlyElementsOf(ids.stream().filter(range::contains).toList());
    }
  }

  @Test
  void earlierEditionsAreThoseBefore() {
    assertThat(BatchId.earlierEditions("d-1-2-3.anew2-allow-0-5.ndjson"))
        .containsExactly("d-1-2-3.anew1-allow-0-5.ndjson", "d-1-2-3-allow-0-5.ndjson");
    assertThat(BatchId.earlierEditions("d-1-2-3-allow-0-5.ndjson")).isEmpty();
  }
}
