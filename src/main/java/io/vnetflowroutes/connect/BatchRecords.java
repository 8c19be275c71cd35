package io.vnetflowroutes.connect;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Unreadable;
import io.vnetflowroutes.handover.BatchRecord;
import io.vnetflowroutes.parse.Batches;
import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.parse.RecordJson;
import io.vnetflowroutes.settings.ProgramKeys;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.data.Schema;

/**
 * Makes of a batch one record with the blob's own bytes, for bundles that read them. Any thread may
 * call it.
 */
final class BatchRecords {

  private final String topic;
  private final String account;
  private final int valueLimit;
  private final int recordLimit;
  private final RecordJson json;
  private final DeadLetterRecords letters;

  BatchRecords(
      ConnectorSettings settings, String account, RecordJson json, DeadLetterRecords letters) {
    this.topic = settings.get(ConnectorKeys.BATCHES_TOPIC);
    this.account = account;
    this.valueLimit = settings.get(ConnectorKeys.VALUE_LIMIT);
    this.recordLimit = settings.get(ProgramKeys.RECORD_LIMIT);
    this.json = json;
    this.letters = letters;
  }

  /**
   * Limits by which a batch is seldom longer than Kafka takes: it is closed behind a whole record.
   */
  static ParseLimits limits(ParseLimits limits, int valueLimit) {
    return new ParseLimits(
        limits.batchFlows(), Math.min(limits.batchBytes(), valueLimit / 2), limits.recordBytes());
  }

  /**
   * The record of a batch. One that is longer than Kafka takes is cut into its records; one of
   * these that is too long goes to the dead letter.
   *
   * @param edition how often the blob was written anew
   * @param bytes the batch as it stands in the blob
   */
  List<Outgoing> of(Batch batch, int edition, byte[] bytes) {
    if (bytes.length <= valueLimit) {
      return List.of(record(batch, edition, bytes));
    }
    List<Outgoing> records = new ArrayList<>();
    Batches single =
        new Batches(
                batch.origin(),
                new ByteArrayInputStream(bytes),
                batch.from(),
                new ParseLimits(1, 1, recordLimit),
                json)
            .over(true)
            .writtenAnew(edition);
    while (single.hasNext()) {
      Batch one = single.next();
      byte[] part =
          Arrays.copyOfRange(
              bytes, (int) (one.from() - batch.from()), (int) (one.to() - batch.from()));
      records.add(
          part.length <= valueLimit
              ? record(one, edition, part)
              : letters.of(
                  new Unreadable(
                      one.origin(),
                      one.from(),
                      -1,
                      Unreadable.BEGINNING,
                      null,
                      part,
                      "The record is longer than a value of Kafka's")));
    }
    return records;
  }

  private Outgoing record(Batch batch, int edition, byte[] bytes) {
    BatchRecord record = BatchRecord.of(batch, account, edition, bytes);
    return new Outgoing(topic, record.key(), Schema.BYTES_SCHEMA, bytes, record.headers());
  }
}
