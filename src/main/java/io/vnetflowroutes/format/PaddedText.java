package io.vnetflowroutes.format;

import java.util.Arrays;

/**
 * A text that is written again and again, padded to whole words: most are a key and some quotes,
 * which go in a few words sooner than by a call for it.
 *
 * @param bytes the text and its padding
 * @param length how many bytes the text has
 */
record PaddedText(byte[] bytes, int length) {

  private static final int FEW = 8 * Long.BYTES;

  /** What was written so far. */
  static PaddedText of(ByteOutput written) {
    int words = (written.size() + Long.BYTES - 1) / Long.BYTES;
    return new PaddedText(Arrays.copyOf(written.toByteArray(), words * Long.BYTES), written.size());
  }

  /** How much room it needs. */
  int room() {
    return bytes.length;
  }

  /** Writes the text where there is {@link #room}; returns where it ends. */
  int put(byte[] to, int at) {
    if (length > FEW) {
      System.arraycopy(bytes, 0, to, at, length);
    } else {
      for (int word = 0; word < length; word += Long.BYTES) {
        ByteCopy.putWord(ByteCopy.word(bytes, word), to, at + word);
      }
    }
    return at + length;
  }
}
