package io.vnetflowroutes.poll;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The bytes just before a position of a blob, by which a rewritten blob is recognised. A host keeps
 * the bytes themselves, or only a digest of them if it keeps very many anchors; of a digest, no
 * part can be compared alone.
 */
public final class Anchor {

  /** The anchor of a blob that was never read. */
  public static final Anchor NONE = new Anchor(0, 0, new byte[0]);

  private final int length;

  /** Set only if the bytes are not known, because it takes time to compute. */
  private final int digest;

  /** {@code null} if only the digest is known. */
  private final byte[] bytes;

  private Anchor(int length, int digest, byte[] bytes) {
    this.length = length;
    this.digest = digest;
    this.bytes = bytes;
  }

  /** The bytes themselves. */
  public static Anchor of(byte[] bytes) {
    return bytes.length == 0 ? NONE : new Anchor(bytes.length, 0, bytes);
  }

  /** An anchor of which only the length and the {@link #digest} are known. */
  public static Anchor digested(int length, int digest) {
    return length == 0 ? NONE : new Anchor(length, digest, null);
  }

  /** How many bytes there are. */
  public int length() {
    return length;
  }

  /** A digest of the bytes; 0 for none. */
  public int digest() {
    return length == 0 || bytes == null ? digest : digest(bytes);
  }

  /** Whether some of the bytes can be compared without the others. */
  boolean divisible() {
    return bytes != null;
  }

  /** The last bytes alone, if that is possible. */
  Anchor last(int count) {
    return divisible() && count < length
        ? of(Arrays.copyOfRange(bytes, length - count, length))
        : this;
  }

  /** Whether bytes are those of the anchor. */
  public boolean matches(byte[] read) {
    return bytes == null
        ? read.length == length && digest(read) == digest
        : Arrays.equals(bytes, read);
  }

  private static int digest(byte[] bytes) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes)).getInt();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Anchor anchor && anchor.length == length && anchor.digest() == digest();
  }

  @Override
  public int hashCode() {
    return length;
  }

  @Override
  public String toString() {
    return length + " bytes, digest " + Integer.toHexString(digest());
  }
}
