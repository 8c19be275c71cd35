package io.vnetflowroutes.message;

import io.vnetflowroutes.message.DeliveryFile.Header;
import io.vnetflowroutes.spool.NewerFormException;
import io.vnetflowroutes.spool.SegmentLog;
import io.vnetflowroutes.spool.SegmentLog.Entry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * A message as it stands in a spool: since when it waits, and then itself.
 *
 * @param entry where it stands
 * @param since since when it waits
 * @param header what it says of itself
 */
public record StoredMessage(Entry entry, Instant since, Header header) {

  /** Enough for the header of any message but those with very long names. */
  private static final int BEGINNING = 1024;

  public String key() {
    return header.key();
  }

  /**
   * The bytes of a message.
   *
   * @param format the name of the format it was made in
   */
  public static ByteBuffer bytes(Delivery delivery, String format, Instant since)
      throws IOException {
    Bytes bytes = new Bytes(delivery.body() == null ? 1024 : delivery.body().length + 1024);
    new DataOutputStream(bytes).writeLong(since.toEpochMilli());
    DeliveryFile.write(delivery, format, bytes);
    return bytes.buffer();
  }

  /** What waits at a place. One whose header is damaged has no name, and is found out when read. */
  public static StoredMessage of(Entry entry, SegmentLog log) throws IOException {
    byte[] beginning = log.beginning(entry, BEGINNING);
    try {
      return of(entry, beginning);
    } catch (NewerFormException e) {
      throw e;
    } catch (IOException | BufferUnderflowException e) {
      byte[] all = log.beginning(entry, Integer.MAX_VALUE);
      return all.length > beginning.length ? ofAll(entry, all) : damaged(entry);
    }
  }

  private static StoredMessage ofAll(Entry entry, byte[] all) {
    try {
      return of(entry, all);
    } catch (IOException e) {
      return damaged(entry);
    }
  }

  private static StoredMessage damaged(Entry entry) {
    return new StoredMessage(entry, Instant.now(), new Header("", "", "", 0, Framing.LINES));
  }

  private static StoredMessage of(Entry entry, byte[] beginning) throws IOException {
    long since = ByteBuffer.wrap(beginning).getLong();
    Header header =
        DeliveryFile.readHeader(
            new ByteArrayInputStream(beginning, Long.BYTES, beginning.length - Long.BYTES));
    return new StoredMessage(entry, Instant.ofEpochMilli(since), header);
  }

  /** The whole message. */
  public Delivery read(SegmentLog log) throws IOException {
    byte[] bytes = log.read(entry);
    return DeliveryFile.read(
        new ByteArrayInputStream(bytes, Long.BYTES, bytes.length - Long.BYTES));
  }

  /** Lets its array be read in place. */
  private static final class Bytes extends ByteArrayOutputStream {
    Bytes(int size) {
      super(size);
    }

    ByteBuffer buffer() {
      return ByteBuffer.wrap(buf, 0, count);
    }
  }
}
