package io.vnetflowroutes.spool;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.vnetflowroutes.disk.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Records in their order, in files that many of them share. Those that wait to be on disk at the
 * same time are brought there together, by one of them.
 *
 * <p>A record that a kill left unfinished is cut off when the log is opened: nobody was told that
 * it is there. Other bytes behind the last whole record are damaged, and are set aside. Any thread
 * may call it.
 */
public final class SegmentLog implements Closeable {

  /** How the names of segments end. */
  public static final String ENDING = ".segment";

  private static final Pattern NAME = Pattern.compile("(\\d{16})\\" + ENDING);

  /** From so many bytes on the next record begins another segment. */
  static final long ROOM = 16 << 20;

  private final Path folder;
  private final Listener listener;
  private final NavigableMap<Long, Long> segments = new TreeMap<>();
  private final Forcing forcing = new Forcing();
  private long newest;
  private FileChannel tail;
  private FileChannel reading;
  private long readingNumber;

  /** Who is told what is wrong with the files. */
  public interface Listener {

    /** Something that a kill had left unfinished was cut off. */
    void cutOff(Path file, long bytes);

    /** Something is damaged, and was set aside in a file. */
    void damaged(Path aside);
  }

  /**
   * A record in the log.
   *
   * @param place where it begins
   * @param end where it ends
   */
  public record Entry(Place place, Place end) {

    /** How many bytes it takes on disk. */
    public long size() {
      return end.offset() - place.offset();
    }
  }

  private SegmentLog(Path folder, Listener listener) {
    this.folder = folder;
    this.listener = listener;
  }

  /**
   * Opens the log in a folder, which is made when the first record comes.
   *
   * @param above no new segment has this number or a lower one
   */
  public static SegmentLog open(Path folder, long above, Listener listener) throws IOException {
    SegmentLog log = new SegmentLog(folder, listener);
    log.list();
    log.newest = Math.max(log.newest, above);
    if (!log.segments.isEmpty()) {
      log.repair(log.segments.lastKey());
    }
    return log;
  }

  /** The log in a folder as somebody else may see it while it is written. */
  public static SegmentLog look(Path folder) throws IOException {
    SegmentLog log = new SegmentLog(folder, null);
    log.list();
    return log;
  }

  /** Where its segments lie. */
  public Path folder() {
    return folder;
  }

  private void list() throws IOException {
    try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.of()) {
      for (Path file : files.toList()) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          segments.put(Long.parseLong(name.group(1)), Files.size(file));
        }
      }
    }
    newest = segments.isEmpty() ? 0 : segments.lastKey();
  }

  /** Goes on with the last segment behind its last whole record. */
  private void repair(long number) throws IOException {
    FileChannel file = FileChannel.open(file(number), READ, WRITE);
    if (!Framed.hasHeader(file)) {
      file.close();
      segments.remove(number);
      if (Files.size(file(number)) <= Framed.FILE_HEADER) {
        Files.delete(file(number));
      } else {
        listener.damaged(SetAside.move(file(number), name(number)));
      }
      return;
    }
    long length = file.size();
    long end = Framed.FILE_HEADER;
    long at = end;
    while (at > 0 && at < length) {
      // A damaged record in front of a whole one stays, and is set aside at its turn.
      long next = Framed.end(file, at, length);
      end = next > 0 && Framed.isWhole(file, at, next) ? next : end;
      at = next;
    }
    if (end < length) {
      boolean unfinished = Framed.isUnfinished(file, end, length);
      if (!unfinished) {
        setAside(file, new Place(number, end), length);
      }
      file.truncate(end);
      if (unfinished) {
        listener.cutOff(file(number), length - end);
      }
    }
    file.force(true);
    segments.put(number, end);
    tail = file;
    forcing.upTo(new Place(number, end));
  }

  private Path file(long number) {
    return folder.resolve(name(number));
  }

  private static String name(long number) {
    return "%016d".formatted(number) + ENDING;
  }

  /** Adds a record, which is on disk only once {@link #force} has returned. */
  public Appended append(ByteBuffer record) throws IOException {
    synchronized (forcing) {
      if (isFull()) {
        forcing.awaitEnd();
      }
      synchronized (this) {
        if (isFull()) {
          beginSegment();
        }
        long at = segments.get(newest);
        try {
          long end = Framed.write(record, tail, at);
          segments.put(newest, end);
          Entry entry = new Entry(new Place(newest, at), new Place(newest, end));
          return new Appended(entry, forcing.round());
        } catch (IOException e) {
          tail.truncate(at);
          throw e;
        }
      }
    }
  }

  /**
   * A record that was added.
   *
   * @param entry where it is
   * @param round how often before what was added has been lost, as the disk did not take it
   */
  public record Appended(Entry entry, int round) {}

  private synchronized boolean isFull() {
    return tail == null || segments.get(newest) >= ROOM;
  }

  private void beginSegment() throws IOException {
    if (tail != null) {
      tail.force(false);
      tail.close();
      tail = null;
    }
    PrivateFiles.folder(folder);
    long number = newest + 1;
    FileChannel file = PrivateFiles.open(file(number), READ, TRUNCATE_EXISTING);
    try {
      Framed.writeHeader(file);
      PrivateFiles.force(folder);
    } catch (IOException e) {
      file.close();
      Files.deleteIfExists(file(number));
      throw e;
    }
    newest = number;
    segments.put(number, (long) Framed.FILE_HEADER);
    tail = file;
    forcing.upTo(new Place(number, Framed.FILE_HEADER));
  }

  /**
   * Returns once a record is on disk. One of those who wait brings there what all of them added.
   *
   * @throws IOException if the disk does not take it; it is no longer in the log then
   */
  public void force(Appended record) throws IOException {
    FileChannel file;
    Place upTo;
    synchronized (forcing) {
      if (forcing.isDone(record)) {
        return;
      }
      forcing.begin();
      synchronized (this) {
        file = tail;
        upTo = end();
      }
    }
    IOException failure = null;
    try {
      file.force(false);
    } catch (IOException e) {
      failure = e;
    }
    synchronized (forcing) {
      if (failure == null) {
        forcing.end(upTo);
        return;
      }
      synchronized (this) {
        Place left = forcing.fail(failure);
        segments.put(left.segment(), left.offset());
        tail.truncate(left.offset());
      }
      throw failure;
    }
  }

  /** Where the last record ends. */
  public synchronized Place end() {
    return segments.isEmpty()
        ? Place.FIRST
        : new Place(segments.lastKey(), segments.lastEntry().getValue());
  }

  /** Up to where all is on disk. */
  public Place forced() {
    synchronized (forcing) {
      return forcing.upTo();
    }
  }

  /** The record at a place or the first one behind it; empty where none is. */
  public synchronized Optional<Entry> next(Place from) throws IOException {
    Place at = from;
    while (true) {
      Long number = segments.ceilingKey(at.segment());
      if (number == null) {
        return Optional.empty();
      }
      long offset = number == at.segment() ? at.offset() : 0;
      offset = Math.max(offset, Framed.FILE_HEADER);
      if (offset < segments.get(number)) {
        Optional<Entry> found = at(number, offset);
        if (found.isPresent()) {
          return found;
        }
      }
      at = new Place(number + 1, 0);
    }
  }

  private Optional<Entry> at(long number, long offset) throws IOException {
    FileChannel file = channel(number);
    long end = Framed.end(file, offset, segments.get(number));
    if (end > 0) {
      return Optional.of(new Entry(new Place(number, offset), new Place(number, end)));
    }
    if (listener != null) {
      // Nothing behind it can be found any more.
      setAside(file, new Place(number, offset), segments.get(number));
      segments.put(number, offset);
    }
    return Optional.empty();
  }

  private FileChannel channel(long number) throws IOException {
    if (reading == null || readingNumber != number) {
      closeReading();
      FileChannel file = FileChannel.open(file(number), READ);
      try {
        Framed.hasHeader(file);
      } catch (NewerFormException e) {
        file.close();
        throw e;
      }
      reading = file;
      readingNumber = number;
    }
    return reading;
  }

  private void closeReading() throws IOException {
    if (reading != null) {
      reading.close();
      reading = null;
    }
  }

  /**
   * The bytes of a record.
   *
   * @throws DamagedException if they are not what was written
   */
  public synchronized byte[] read(Entry entry) throws IOException {
    FileChannel file = channel(entry.place().segment());
    return Framed.read(file, entry.place().offset(), entry.end().offset());
  }

  /** The first bytes of a record, unless it has fewer; nobody looks whether they are damaged. */
  public synchronized byte[] beginning(Entry entry, int most) throws IOException {
    FileChannel file = channel(entry.place().segment());
    return Framed.beginning(file, entry.place().offset(), entry.end().offset(), most);
  }

  /** Copies a damaged record to a file of its own, and says so. */
  public synchronized void setAside(Entry entry) throws IOException {
    setAside(channel(entry.place().segment()), entry.place(), entry.end().offset());
  }

  private void setAside(FileChannel file, Place from, long to) throws IOException {
    String name = "%016d.%d".formatted(from.segment(), from.offset());
    listener.damaged(SetAside.copy(file, from.offset(), to, folder, name));
  }

  /** Removes the segments of which nothing is left in front of a place. */
  public synchronized void trim(Place done) throws IOException {
    if (readingNumber < done.segment()) {
      closeReading();
    }
    while (!segments.isEmpty() && segments.firstKey() < done.segment()) {
      Files.deleteIfExists(file(segments.firstKey()));
      segments.remove(segments.firstKey());
    }
  }

  /** Removes all segments, as nothing in them is left; they are gone from the disk then. */
  public void clear() throws IOException {
    synchronized (forcing) {
      forcing.awaitEnd();
      synchronized (this) {
        if (tail != null) {
          tail.close();
          tail = null;
        }
        trim(new Place(newest + 1, 0));
        PrivateFiles.force(folder);
      }
    }
  }

  /** Whether there are several files. */
  public synchronized boolean isLong() {
    return segments.size() > 1;
  }

  /** Lets go of the files; for who only looks. */
  @Override
  public synchronized void close() throws IOException {
    closeReading();
    if (tail != null) {
      tail.close();
    }
  }
}
