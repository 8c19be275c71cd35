package io.vnetflowroutes.receive;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.BatchId;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.flow.Unreadable;
import io.vnetflowroutes.handover.BatchRecord;
import io.vnetflowroutes.handover.BatchRecordException;
import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.parse.RecordJson;
import io.vnetflowroutes.settings.ProgramKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Turns records of the topic into batches. A record that is not a batch becomes a batch with one
 * unreadable record, so that it goes to the dead letter.
 *
 * <p>Any thread may call it.
 */
public final class ReceivedBatches {

  /** The source of such a record in the dead letter; its blob is topic and partition. */
  private static final String NO_SOURCE = "kafka";

  private final ParseLimits limits;
  private final RecordJson json;

  public ReceivedBatches(ParseLimits limits, RecordJson json) {
    this.limits = limits;
    this.json = json;
  }

  /**
   * The batch of a record.
   *
   * @throws NotDeliveredException if a later release wrote it, which this one must not judge, or if
   *     limits lower than the connector's make another batch of it
   */
  public Batch batch(ConsumerRecord<byte[], byte[]> record) throws NotDeliveredException {
    Map<String, String> headers = headers(record);
    try {
      BatchRecord decoded = BatchRecord.decode(headers, record.value());
      Batch batch = decoded.batch(limits, json);
      if (!batch.id().equals(decoded.batchId())) {
        throw new NotDeliveredException(
            "The batch '%s' is '%s' by the limits of this program; %s, %s and %s must be at least those of the connector"
                .formatted(
                    decoded.batchId(),
                    batch.id(),
                    ProgramKeys.RECORD_LIMIT,
                    ProgramKeys.STRING_LIMIT,
                    ProgramKeys.NESTING_LIMIT),
            null);
      }
      return batch;
    } catch (BatchRecordException e) {
      if (BatchRecord.isOfLaterForm(headers)) {
        throw new NotDeliveredException(e.getMessage(), e);
      }
      return unreadable(record, e.getMessage());
    }
  }

  private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : record.headers()) {
      if (header.value() != null) {
        headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
      }
    }
    return headers;
  }

  private static Batch unreadable(ConsumerRecord<byte[], byte[]> record, String reason) {
    Instant hour = Instant.ofEpochMilli(record.timestamp()).truncatedTo(ChronoUnit.HOURS);
    Origin origin = new Origin(NO_SOURCE, record.topic() + '/' + record.partition(), hour);
    long offset = record.offset();
    byte[] text = record.value() == null ? new byte[0] : record.value();
    BatchId id = BatchId.of(origin, Math.max(0, record.timestamp()), offset, offset + 1, 0);
    return new Batch(
        id.toString(),
        origin,
        offset,
        offset + 1,
        1,
        new BatchPart(id.part(Decision.ALLOW), origin, Decision.ALLOW, List.of()),
        new BatchPart(id.part(Decision.DENY), origin, Decision.DENY, List.of()),
        List.of(new Unreadable(origin, offset, -1, Unreadable.RECORD, null, text, reason)),
        new byte[0],
        true);
  }
}
