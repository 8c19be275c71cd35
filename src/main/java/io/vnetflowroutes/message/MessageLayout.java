package io.vnetflowroutes.message;

import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.format.Syntax;

/**
 * The layout of a destination's messages.
 *
 * @param framing how flows are put together
 * @param compression how the body is compressed
 * @param key the field that keys records; {@code null} for none
 * @param bodyLimit a body's most bytes before compression, unless a single flow has more
 * @param mostEntries how many entries a body may hold
 * @param folders the folders of files
 */
public record MessageLayout(
    Framing framing,
    Compression compression,
    TupleField key,
    int bodyLimit,
    int mostEntries,
    FolderLayout folders) {

  /** A layout of as many entries as the limit of bytes lets in. */
  public MessageLayout(Framing framing, Compression compression, TupleField key, int bodyLimit) {
    this(framing, compression, key, bodyLimit, Integer.MAX_VALUE, FolderLayout.HIVE);
  }

  /** The same without compression. */
  public MessageLayout uncompressed() {
    return new MessageLayout(framing, Compression.NONE, key, bodyLimit, mostEntries, folders);
  }

  /** The ending of a file with flows in this kind of text. */
  public String ending(Syntax syntax) {
    return framing.extension(syntax) + compression.ending();
  }
}
