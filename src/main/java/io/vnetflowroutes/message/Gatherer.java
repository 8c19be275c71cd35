package io.vnetflowroutes.message;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.bytes.Digest;
import io.vnetflowroutes.filter.Selection;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.MessageKey;
import io.vnetflowroutes.format.FlowsFormat;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.FormatPool;
import io.vnetflowroutes.format.OwnFormatException;
import io.vnetflowroutes.message.Gathered.Chunk;
import io.vnetflowroutes.message.ResumedBatches.Stretch;
import io.vnetflowroutes.spool.Piece;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a destination gathers: until when flows wait, and how those are written that waited. They
 * wait as flows, and take the destination's format when they are sent.
 *
 * <p>Any thread may call it.
 */
public final class Gatherer {

  /** So much of a part waits as one message. */
  private static final int CHUNK = 1 << 20;

  private static final int DIGEST_BYTES = 10;

  /** So many can be counted in a name. */
  private static final int MOST_FLOWS = 999_999_999;

  /** What a flow takes in JSON, about; until it is known better. */
  private static final double FIRST_GUESS = 1200;

  private final FormatPool formats;
  private final MessageLayout layout;
  private final boolean byFolder;
  private final boolean ofRecords;
  private final String unit;
  private final Limits limits;
  private volatile double bytesOfFlow = FIRST_GUESS;
  private volatile boolean measured;

  /**
   * Until when flows wait.
   *
   * @param bytes so much goes together at most, about: of a file or object, or of a body before
   *     compression
   * @param age how long they wait at most; zero if nothing is gathered
   */
  public record Limits(long bytes, Duration age) {

    /** Nothing is gathered, and what was before is sent at once. */
    public static final Limits NONE = new Limits(1 << 20, Duration.ZERO);
  }

  /**
   * @param layout how bodies and files are put together
   * @param byFolder whether each folder has files or objects of its own, which may be larger than
   *     the memory
   * @param ofRecords whether the format writes whole records
   * @param unit tells the names of what this process gathers from those of others
   */
  public Gatherer(
      FormatPool formats,
      MessageLayout layout,
      boolean byFolder,
      boolean ofRecords,
      String unit,
      Limits limits) {
    this.formats = formats;
    this.layout = layout;
    this.byFolder = byFolder;
    this.ofRecords = ofRecords;
    this.unit = unit;
    this.limits = limits;
  }

  /** Whether anything waits to be sent together. */
  public boolean gathers() {
    return !limits.age().isZero();
  }

  /** Whether what goes together is of one folder. */
  public boolean byFolder() {
    return byFolder;
  }

  /** Whether it is made while it is written. */
  public boolean streams() {
    return byFolder;
  }

  public Limits limits() {
    return limits;
  }

  /** Writes flows as they wait. */
  public Format waiting() {
    return new FlowsFormat(ofRecords);
  }

  /** How the messages are made that wait. */
  public MessageLayout waitingLayout() {
    return new MessageLayout(
        Framing.LINES, Compression.NONE, null, CHUNK, Integer.MAX_VALUE, layout.folders());
  }

  /** What so many flows become, in bytes; about. */
  public double bytes(long flows) {
    return flows * bytesOfFlow;
  }

  /** Whether so many flows fill a body, a file or an object; about. */
  public boolean fills(long flows) {
    return bytes(flows) >= limits.bytes();
  }

  /** How many flows become a file of the size that is wanted. */
  public int flowsOfFile() {
    return (int) Math.max(1, Math.min(MOST_FLOWS, limits.bytes() / bytesOfFlow));
  }

  /** Whether it is known what a flow takes. */
  public boolean measured() {
    return measured;
  }

  /** Learns what a flow takes from some that were written. */
  public void measured(long bytes, long flows) {
    if (flows > 0) {
      bytesOfFlow = Math.max(1, (double) bytes / flows);
      measured = true;
    }
  }

  /** Learns what a flow takes, from a file with these flows, which nobody keeps. */
  public void measure(List<Flow> some) throws IOException {
    Iterator<List<Flow>> once = List.of(some).iterator();
    try (InputStream file =
        stream(() -> once.hasNext() ? Optional.of(once.next()) : Optional.empty())) {
      file.transferTo(OutputStream.nullOutputStream());
    } catch (OwnFormatException e) {
      // The first file without what its format does not write shows it instead.
    }
  }

  /** The name of messages that go together, of all that tells them from others. */
  public MessageKey name(List<String> keys, int skipped, int upTo, int flows) {
    String all = String.join(",", keys) + ',' + skipped + ',' + upTo;
    return new MessageKey(
        MessageKey.GATHERED + unit + '-' + Digest.of(all, DIGEST_BYTES), 0, flows);
  }

  /** The file of what was gathered beside that of one of its messages. */
  public String fileName(String beside, MessageKey name) {
    String folder = beside.substring(0, beside.lastIndexOf('/') + 1);
    return folder + name + '.' + ending();
  }

  /** How the names of its files end. */
  public String ending() {
    return layout.ending(formats.syntax());
  }

  /** What was gathered, in the folder of one of its messages. */
  public Delivery inFolder(Delivery written, String beside) {
    if (!byFolder || written.unwritten() != null) {
      return written;
    }
    String name = fileName(beside, MessageKey.parse(written.key()));
    return written.with(name, written.body(), written.cuts(), written.records());
  }

  /** Writes flows as one message, behind those with what its format does not write. */
  List<Delivery> write(String key, List<Flow> flows) {
    MessageKey name = MessageKey.parse(key);
    Stretch all = new Stretch(0, flows.size());
    return write(flows, all, name.part(), null, Integer.MAX_VALUE).stream()
        .map(message -> message.unwritten() == null ? message.named(key) : message)
        .toList();
  }

  /** Writes the flows that a piece of a whole has, in the same way. */
  List<Delivery> write(Piece piece, List<Flow> whole) {
    MessageKey name = MessageKey.parse(piece.key());
    return write(
        whole, new Stretch(name.begin(), name.end()), name.part(), piece, Integer.MAX_VALUE);
  }

  /** Writes so many of the flows as fit the size that is wanted, in the same way. */
  public List<Delivery> writeFitting(List<Flow> flows) {
    int limit = (int) Math.min(limits.bytes(), Integer.MAX_VALUE);
    return write(flows, new Stretch(0, flows.size()), MessageKey.GATHERED, null, limit);
  }

  private List<Delivery> write(
      List<Flow> flows, Stretch stretch, String id, Piece piece, int limit) {
    Flow first = flows.get(0);
    BatchPart part = new BatchPart(id, first.record().origin(), first.decision(), flows);
    Selection selection = piece == null ? Selection.all(part) : some(part, piece);
    Format format = formats.take();
    int most = limit == Integer.MAX_VALUE ? limit : layout.mostEntries();
    MessageLayout limited =
        new MessageLayout(
            layout.framing(), layout.compression(), layout.key(), limit, most, layout.folders());
    List<Delivery> written = new Deliveries(selection, stretch, format, limited).nextTogether();
    formats.giveBack(format);
    return written;
  }

  private static Selection some(BatchPart part, Piece piece) {
    List<Flow> kept = new ArrayList<>();
    int[] places = new int[part.size()];
    for (int place = 0; place < part.size(); place++) {
      if (piece.has(place)) {
        places[kept.size()] = place;
        kept.add(part.flows().get(place));
      }
    }
    return new Selection(part, kept, Arrays.copyOf(places, kept.size()), Map.of());
  }

  /** A file with flows, made as it is read. */
  InputStream stream(GatheredStream.Source flows) {
    return new GatheredStream(flows, formats, layout, this);
  }

  /**
   * What the format does not write of the flows that a piece of a whole has; about a megabyte of
   * that at most.
   */
  List<Delivery> unwritten(Gathered.Source whole, Piece piece) throws IOException {
    Unwritten unwritten = new Unwritten();
    Format format = formats.take();
    ByteOutput out = BufferPool.take();
    Optional<Chunk> next = whole.next();
    while (next.isPresent() && unwritten.bytes() < CHUNK) {
      for (int index : next.get().of(piece)) {
        Flow flow = next.get().flows().get(index);
        out.clear();
        try {
          format.write(flow, out);
        } catch (OwnFormatException e) {
          unwritten.add(flow, next.get().first() + index, e.getMessage());
        }
      }
      next = whole.next();
    }
    BufferPool.giveBack(out);
    formats.giveBack(format);
    return messages(unwritten, piece.key());
  }

  /** The messages with what is not written of one of this name. */
  List<Delivery> messages(Unwritten unwritten, String name) {
    return unwritten.messages(MessageKey.parse(name).part(), layout.folders());
  }
}
