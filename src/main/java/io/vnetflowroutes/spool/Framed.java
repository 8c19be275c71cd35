package io.vnetflowroutes.spool;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * The form of a record in a file: its length, its checksum, and its bytes. A file begins with a
 * magic number and the version of its form.
 */
final class Framed {

  /** The bytes in front of a record. */
  static final int BEFORE = 2 * Integer.BYTES;

  /** The bytes in front of the first record of a file. */
  static final int FILE_HEADER = 2 * Integer.BYTES;

  private static final int MARK = 0x464c_5350;
  private static final int VERSION = 1;

  /** A first number beyond these is no version, but damage. */
  private static final int VERSIONS_TO_COME = 1000;

  /** A greater length is damaged: no message reaches half of this. */
  private static final int LONGEST = 1 << 30;

  private static final int CHUNK = 64 << 10;

  private Framed() {}

  static void writeHeader(FileChannel file) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(FILE_HEADER).putInt(MARK).putInt(VERSION).flip();
    writeAll(header, file, 0);
  }

  /**
   * Whether a file begins as it must.
   *
   * @throws NewerFormException if a newer program wrote it
   */
  static boolean hasHeader(FileChannel file) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(FILE_HEADER);
    if (readAll(header, file, 0) < FILE_HEADER || header.getInt(0) != MARK) {
      return false;
    }
    int version = header.getInt(Integer.BYTES);
    if (version > VERSION && version <= VERSION + VERSIONS_TO_COME) {
      throw new NewerFormException(version, VERSION);
    }
    return version == VERSION;
  }

  /** Writes a record; returns where it ends. */
  static long write(ByteBuffer record, FileChannel file, long at) throws IOException {
    int length = record.remaining();
    ByteBuffer before = ByteBuffer.allocate(BEFORE);
    before.putInt(length).putInt(checksum(record.duplicate())).flip();
    writeAll(before, file, at);
    writeAll(record.duplicate(), file, at + BEFORE);
    return at + BEFORE + length;
  }

  private static void writeAll(ByteBuffer bytes, FileChannel file, long at) throws IOException {
    long to = at;
    while (bytes.hasRemaining()) {
      to += file.write(bytes, to);
    }
  }

  private static int readAll(ByteBuffer into, FileChannel file, long at) throws IOException {
    int read = 0;
    while (into.hasRemaining()) {
      int more = file.read(into, at + read);
      if (more < 0) {
        break;
      }
      read += more;
    }
    return read;
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /**
   * The end of the record that begins at a place, according to its length; -1 if there is no whole
   * record.
   */
  static long end(FileChannel file, long at, long fileEnd) throws IOException {
    ByteBuffer before = ByteBuffer.allocate(BEFORE);
    if (at + BEFORE > fileEnd || readAll(before, file, at) < BEFORE) {
      return -1;
    }
    int length = before.getInt(0);
    return !isLength(length) || at + BEFORE + length > fileEnd ? -1 : at + BEFORE + length;
  }

  /**
   * Whether a length is valid. No record is empty; after a power failure, unwritten bytes may read
   * as zeros.
   */
  private static boolean isLength(int length) {
    return length > 0 && length <= LONGEST;
  }

  /**
   * Whether the bytes at the end of a file are the beginning of one unfinished record, or were
   * never written. If the checksum fits some of the bytes, the length is damaged, and other records
   * may follow.
   */
  static boolean isUnfinished(FileChannel file, long at, long fileEnd) throws IOException {
    ByteBuffer before = ByteBuffer.allocate(BEFORE);
    if (readAll(before, file, at) < BEFORE) {
      return true;
    }
    int length = before.getInt(0);
    if (isLength(length) && at + BEFORE + length <= fileEnd) {
      return false;
    }
    CRC32C crc = new CRC32C();
    boolean fits = false;
    boolean zeros = before.getLong(0) == 0;
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    for (long from = at + BEFORE; from < fileEnd; from += chunk.limit()) {
      readAll(chunk.clear(), file, from);
      chunk.flip();
      for (int i = 0; i < chunk.limit(); i++) {
        crc.update(chunk.get(i));
        fits |= (int) crc.getValue() == before.getInt(Integer.BYTES);
        zeros &= chunk.get(i) == 0;
      }
    }
    return zeros || (isLength(length) && !fits);
  }

  /** The first bytes of a record, at most so many; they may be damaged. */
  static byte[] beginning(FileChannel file, long at, long end, int most) throws IOException {
    byte[] bytes = new byte[(int) Math.min(most, end - at - BEFORE)];
    readAll(ByteBuffer.wrap(bytes), file, at + BEFORE);
    return bytes;
  }

  /** Whether the record between two places is what was written. */
  static boolean isWhole(FileChannel file, long at, long end) throws IOException {
    try {
      read(file, at, end);
      return true;
    } catch (DamagedException e) {
      return false;
    }
  }

  /** The record between two places, as it was written. */
  static byte[] read(FileChannel file, long at, long end) throws IOException {
    ByteBuffer all = ByteBuffer.allocate((int) (end - at));
    if (readAll(all, file, at) < all.capacity()) {
      throw new EOFException("a file of the spool is cut off");
    }
    byte[] record = new byte[all.capacity() - BEFORE];
    all.get(BEFORE, record);
    if (checksum(ByteBuffer.wrap(record)) != all.getInt(Integer.BYTES)) {
      throw new DamagedException();
    }
    return record;
  }
}
