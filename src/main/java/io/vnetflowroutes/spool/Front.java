package io.vnetflowroutes.spool;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a log is done, and which records go together next.
 *
 * @param begin the position before which everything is done
 * @param end the end of what goes together; the same as {@code begin} if nothing was planned
 * @param pieces the messages that are still to be made of it, in order
 * @param endings the endings of their file names when they were planned, and each time they were
 *     made since; may be empty
 */
public record Front(Position begin, Position end, List<Piece> pieces, List<String> endings) {

  /** Separates endings on disk; no ending contains it. */
  private static final String SEPARATOR = "/";

  /** Nothing is done, and nothing is planned. */
  public static final Front NEW = at(Position.FIRST);

  public Front {
    pieces = List.copyOf(pieces);
    endings = List.copyOf(endings);
  }

  /** A plan of messages whose names have no ending. */
  public Front(Position begin, Position end, List<Piece> pieces) {
    this(begin, end, pieces, List.of());
  }

  /** Everything before a position is done, and nothing is planned. */
  public static Front at(Position position) {
    return new Front(position, position, List.of());
  }

  /** Whether something was planned that is not done. */
  public boolean planned() {
    return !pieces.isEmpty();
  }

  /** The same once its first piece is done. */
  public Front withoutFirst() {
    return pieces.size() == 1 ? at(end) : with(List.of());
  }

  /** The same with other pieces instead of the first one. */
  public Front with(List<Piece> insteadOfFirst) {
    List<Piece> now = new ArrayList<>(insteadOfFirst);
    now.addAll(pieces.subList(1, pieces.size()));
    return new Front(begin, end, now, endings);
  }

  /** The same with one more ending. */
  public Front with(String ending) {
    List<String> now = new ArrayList<>(endings);
    now.add(ending);
    return new Front(begin, end, pieces, now);
  }

  byte[] toByteArray() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    write(begin, out);
    write(end, out);
    out.writeInt(pieces.size());
    for (Piece piece : pieces) {
      out.writeUTF(piece.key());
      out.writeInt(piece.ranges().length);
      for (int number : piece.ranges()) {
        out.writeInt(number);
      }
    }
    out.writeUTF(String.join(SEPARATOR, endings));
    return bytes.toByteArray();
  }

  private static void write(Position position, DataOutputStream out) throws IOException {
    out.writeLong(position.place().segment());
    out.writeLong(position.place().offset());
    out.writeInt(position.skip());
  }

  static Front of(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    Position begin = position(in);
    Position end = position(in);
    List<Piece> pieces = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      String key = in.readUTF();
      int[] ranges = new int[in.readInt()];
      for (int i = 0; i < ranges.length; i++) {
        ranges[i] = in.readInt();
      }
      pieces.add(new Piece(key, ranges));
    }
    // Earlier programs wrote none.
    String endings = in.available() > 0 ? in.readUTF() : "";
    return new Front(
        begin, end, pieces, endings.isEmpty() ? List.of() : List.of(endings.split(SEPARATOR, -1)));
  }

  private static Position position(DataInputStream in) throws IOException {
    return new Position(new Place(in.readLong(), in.readLong()), in.readInt());
  }
}
