package io.vnetflowroutes.handover;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.parse.Batches;
import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.parse.RecordJson;
import io.vnetflowroutes.source.BlobName;
import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A batch as one record of Kafka's. The value is the blob's own bytes {@code [from, to)}, so that
 * whoever reads the record parses them into the very batch that was cut out of the blob: the same
 * id, the same flows, the same unreadable records. The headers, all of them text, say where the
 * bytes come from. The key keeps the batches of a blob in one partition, in order.
 *
 * <pre>
 * key       20 hex digits that stand for the blob's name
 * v         1, the version of this form
 * source    the source's name, which formats write
 * account   the storage account's host and the container, separated by a slash
 * blob      the blob's name inside the container
 * from, to  the bytes of the blob, in digits
 * edition   how often the blob was rewritten before, in digits
 * batch_id  the batch's id
 * </pre>
 *
 * @param source the source's name
 * @param account where the source's blobs lie: host and container
 * @param blob the blob's name inside its container
 * @param from where the batch starts in the blob
 * @param to where its last record ends
 * @param edition how often the blob was rewritten
 * @param batchId the batch's id
 * @param bytes the blob's bytes from {@code from} to {@code to}
 */
public record BatchRecord(
    String source,
    String account,
    String blob,
    long from,
    long to,
    int edition,
    String batchId,
    byte[] bytes) {

  private static final String VERSION = "v";
  private static final String THIS_VERSION = "1";
  private static final String SOURCE = "source";
  private static final String ACCOUNT = "account";
  private static final String BLOB = "blob";
  private static final String FROM = "from";
  private static final String TO = "to";
  private static final String EDITION = "edition";
  private static final String BATCH_ID = "batch_id";

  /** Of fifteen digits, far beyond what a blob can have. */
  private static final long MOST_BYTES = 999_999_999_999_999L;

  /**
   * The bytes end with the batch, so a record without an end is unreadable, as it was when the
   * batch was cut.
   */
  private static final boolean OVER = true;

  /** The record of a batch. */
  public static BatchRecord of(Batch batch, String account, int edition, byte[] bytes) {
    return new BatchRecord(
        batch.origin().source(),
        account,
        batch.origin().blob(),
        batch.from(),
        batch.to(),
        edition,
        batch.id(),
        bytes);
  }

  /**
   * Reads a record.
   *
   * @param headers the headers as text, others among them
   * @param value the bytes
   * @throws BatchRecordException if it is no batch, or one of a later form
   */
  public static BatchRecord decode(Map<String, String> headers, byte[] value) {
    String version = needed(headers, VERSION);
    if (!version.equals(THIS_VERSION)) {
      throw new BatchRecordException(
          "The batch has the form %s, but this program reads form %s only; bring it up to date before the connector"
              .formatted(version, THIS_VERSION));
    }
    BatchRecord record =
        new BatchRecord(
            needed(headers, SOURCE),
            needed(headers, ACCOUNT),
            needed(headers, BLOB),
            number(headers, FROM, MOST_BYTES),
            number(headers, TO, MOST_BYTES),
            (int) number(headers, EDITION, Integer.MAX_VALUE),
            needed(headers, BATCH_ID),
            value == null ? new byte[0] : value);
    if (record.bytes.length != record.to - record.from || record.bytes.length == 0) {
      throw new BatchRecordException(
          "The batch '%s' has %d bytes, but its headers say %d to %d; something on the way changed it"
              .formatted(record.batchId, record.bytes.length, record.from, record.to));
    }
    if (BlobName.parse(record.blob).isEmpty()) {
      throw new BatchRecordException(
          "The batch '%s' is of '%s', which is no blob of a flow log"
              .formatted(record.batchId, record.blob));
    }
    return record;
  }

  /** Whether a later release wrote a record, so that this one cannot say what is wrong with it. */
  public static boolean isOfLaterForm(Map<String, String> headers) {
    return !headers.getOrDefault(VERSION, THIS_VERSION).equals(THIS_VERSION);
  }

  private static String needed(Map<String, String> headers, String name) {
    String value = headers.get(name);
    if (value == null) {
      throw new BatchRecordException(
          "The record has no header '%s'; only records of a connector with flowlogs.content = batches are batches"
              .formatted(name));
    }
    return value;
  }

  private static long number(Map<String, String> headers, String name, long most) {
    String digits = needed(headers, name);
    if (!digits.matches("\\d{1,15}") || Long.parseLong(digits) > most) {
      throw new BatchRecordException(
          "The header '%s' of the record is '%s', but must be a number up to %d"
              .formatted(name, digits, most));
    }
    return Long.parseLong(digits);
  }

  /** The headers, in the order of the list above. */
  public Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(VERSION, THIS_VERSION);
    headers.put(SOURCE, source);
    headers.put(ACCOUNT, account);
    headers.put(BLOB, blob);
    headers.put(FROM, String.valueOf(from));
    headers.put(TO, String.valueOf(to));
    headers.put(EDITION, String.valueOf(edition));
    headers.put(BATCH_ID, batchId);
    return headers;
  }

  /** The key. */
  public String key() {
    return origin().digest();
  }

  /** The blob that the bytes come from. */
  public Origin origin() {
    return new Origin(source, blob, BlobName.parse(blob).orElseThrow().hour());
  }

  /**
   * Parses the bytes into the batch that they are.
   *
   * @param limits of these only the longest record counts, as the batch's end is known; it and the
   *     limits of texts are to be no lower than where the batch was cut, or it gets another id
   * @throws BatchRecordException if they do not end where a record ends
   */
  public Batch batch(ParseLimits limits, RecordJson json) {
    Batches batches =
        new Batches(origin(), new ByteArrayInputStream(bytes), from, limits, json)
            .plannedTo(to)
            .over(OVER)
            .writtenAnew(edition);
    try {
      if (batches.hasNext()) {
        return batches.next();
      }
    } catch (UncheckedIOException e) {
      throw new BatchRecordException(damaged(), e);
    }
    throw new BatchRecordException(damaged());
  }

  private String damaged() {
    return "The bytes of the batch '%s' of '%s' hold no whole records; something on the way changed them"
        .formatted(batchId, blob);
  }
}
