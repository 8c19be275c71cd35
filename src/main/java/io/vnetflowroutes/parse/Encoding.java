package io.vnetflowroutes.parse;

/** The encoding of a blob, according to its first bytes. */
enum Encoding {
  TEXT("Something that is no record stands here, and no array of records"),
  ZEROS("Zero bytes stand where records should be"),
  GZIP("The blob is compressed with gzip; only JSON as Azure writes it is read, so unpack it"),
  ZSTD("The blob is compressed with zstd; only JSON as Azure writes it is read, so unpack it"),
  ZIP("The blob is a ZIP archive; only JSON as Azure writes it is read, so unpack it"),
  UTF_16("The blob is text in UTF-16; only JSON in UTF-8, as Azure writes it, is read");

  /** The number of first bytes that show it. */
  static final int LONGEST = 4;

  private final String sentence;

  Encoding(String sentence) {
    this.sentence = sentence;
  }

  static Encoding of(byte[] beginning) {
    if (starts(beginning, 0x1f, 0x8b)) {
      return GZIP;
    }
    if (starts(beginning, 0x28, 0xb5, 0x2f, 0xfd)) {
      return ZSTD;
    }
    if (starts(beginning, 'P', 'K', 3, 4)) {
      return ZIP;
    }
    boolean marked = starts(beginning, 0xfe, 0xff) || starts(beginning, 0xff, 0xfe);
    boolean object = starts(beginning, 0, '{') || starts(beginning, '{', 0);
    boolean array = starts(beginning, 0, '[') || starts(beginning, '[', 0);
    return marked || object || array ? UTF_16 : TEXT;
  }

  /** A sentence about bytes that are not a record, for the reader of the dead letter. */
  static String sentence(Element element) {
    byte[] text = element.text();
    Encoding encoding = element.offset() == 0 ? of(text) : TEXT;
    if (encoding == TEXT && starts(text, 0)) {
      encoding = ZEROS;
    }
    return encoding.sentence + (element.whole() ? "" : "; only its beginning is kept");
  }

  private static boolean starts(byte[] bytes, int... first) {
    for (int i = 0; i < first.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != first[i]) {
        return false;
      }
    }
    return true;
  }
}
