package io.vnetflowroutes.message;

import io.vnetflowroutes.format.Syntax;
import io.vnetflowroutes.message.Delivery.KeyedRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Converts messages that wait to the current settings of their destination, if nothing is lost by
 * it: lines, arrays and records into one another. Any thread may call it.
 */
public final class Conversion {

  private final MessageLayout layout;
  private final Syntax syntax;
  private final boolean http;

  /**
   * @param layout how the destination wants its messages now
   * @param syntax what its format writes
   * @param http whether what is sent is compressed only then
   */
  public Conversion(MessageLayout layout, Syntax syntax, boolean http) {
    this.layout = layout;
    this.syntax = syntax;
    this.http = http;
  }

  /** The framing that a message was made in. */
  static Framing framing(Delivery made) {
    if (made.body() == null) {
      return Framing.RECORDS;
    }
    return made.body().length > 0 && made.body()[0] == '[' ? Framing.ARRAY : Framing.LINES;
  }

  /** The message as its destination takes it; empty if it cannot be made of it. */
  public Optional<Delivery> of(Delivery made) {
    if (compressed(made.body())) {
      if (!http) {
        return layout.framing() == Framing.RECORDS ? Optional.empty() : Optional.of(made);
      }
      return of(uncompressed(made));
    }
    Framing framing = framing(made);
    if (framing == layout.framing()) {
      return Optional.of(made);
    }
    boolean known = made.body() == null || made.cuts().length > 1;
    boolean keyed = layout.framing() == Framing.RECORDS && layout.key() != null;
    boolean lines = syntax.equals(Syntax.CSV) && layout.framing() == Framing.LINES;
    if (!known || keyed || lines) {
      return Optional.empty();
    }
    List<byte[]> entries = entries(made, framing);
    return Optional.of(
        layout.framing() == Framing.RECORDS ? records(made, entries) : body(made, entries));
  }

  private static boolean compressed(byte[] body) {
    return body != null && Compression.of(body) != Compression.NONE;
  }

  private static Delivery uncompressed(Delivery made) {
    Compression compression = Compression.of(made.body());
    String name = made.fileName();
    String plain =
        name.endsWith(compression.ending())
            ? name.substring(0, name.length() - compression.ending().length())
            : name;
    try {
      return made.with(plain, compression.undo(made.body()), made.cuts(), List.of());
    } catch (IOException e) {
      return made;
    }
  }

  /** Each entry without what ends or separates it. */
  private List<byte[]> entries(Delivery made, Framing framing) {
    if (framing == Framing.RECORDS) {
      return made.records().stream().map(KeyedRecord::value).toList();
    }
    List<byte[]> entries = new ArrayList<>();
    int[] cuts = made.cuts();
    for (int i = 0; i + 1 < cuts.length; i++) {
      boolean last = i + 2 == cuts.length;
      int behind = framing == Framing.LINES ? syntax.lineEnd().length() : last ? 0 : 1;
      entries.add(Arrays.copyOfRange(made.body(), cuts[i], cuts[i + 1] - behind));
    }
    return entries;
  }

  private static Delivery records(Delivery made, List<byte[]> entries) {
    List<KeyedRecord> records =
        entries.stream().map(entry -> new KeyedRecord(null, entry, null)).toList();
    return made.with(made.fileName(), null, new int[0], records);
  }

  private Delivery body(Delivery made, List<byte[]> entries) {
    boolean array = layout.framing() == Framing.ARRAY;
    byte[] lineEnd = syntax.lineEnd().getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int[] cuts = new int[entries.size() + 1];
    if (array) {
      out.write('[');
    }
    for (int i = 0; i < entries.size(); i++) {
      if (array && i > 0) {
        out.write(',');
      }
      cuts[i] = out.size();
      out.writeBytes(entries.get(i));
      if (!array) {
        out.writeBytes(lineEnd);
      }
    }
    cuts[entries.size()] = out.size();
    if (array) {
      out.write(']');
    }
    MessageLayout now = http ? layout.uncompressed() : layout;
    boolean compressed = now.compression() != Compression.NONE;
    int dot = made.fileName().lastIndexOf('.');
    String name = dot < 0 ? made.fileName() : made.fileName().substring(0, dot);
    return made.with(
        name + '.' + now.ending(syntax),
        now.compression().apply(out.toByteArray(), out.size()),
        compressed ? new int[0] : cuts,
        List.of());
  }
}
