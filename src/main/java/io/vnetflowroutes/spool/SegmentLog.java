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
 * Records in order, in files that many of them share. Threads that wait for the disk at the same
 * time share one forced write, which one of them makes.
 *
 * <p>When the log is opened, it cuts off a record that a kill left unfinished: nothing has counted
 * on it. Other bytes after the last whole record are damaged, and it sets them aside. Any thread
 * may call it.
 */
public final class SegmentLog implements Closeable {

  /** The ending of the names of segments. */
  public static final String ENDING = ".segment";

  private static final Pattern NAME = Pattern.compile("(\\d{16})\\" + ENDING);

  /** At this size the next record begins another segment. */
  static final long ROOM = 16 << 20;

  private final Path folder;
  private final Listener listener;
  private final NavigableMap<Long, Long> segments = new TreeMap<>();
  private final Forcing forcing = new Forcing();
  private long newest;
  private FileChannel tail;
  private FileChannel reading;
  private long readingNumber;

  /** Learns about faults of the files. */
  public interface Listener {

    /** An unfinished record was cut off. */
    void cutOff(Path file, long bytes);

    /** Damaged bytes were set aside in a file. */
    void damaged(Path aside);
  }

  /**
   * A record in the log.
   *
   * @param place its begin
   * @param end its end
   */
  public record Entry(Place place, Place end) {

    /** Its bytes on disk. */
    public long size() {
      return end.offset() - place.offset();
    }
  }

  private SegmentLog(Path folder, Listener listener) {
    this.folder = folder;
    this.listener = listener;
  }

  /**
   * Opens the log in a folder, which the first record creates.
   *
   * @param above new segments have higher numbers than this
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

  /** The log in a folder that another process may be writing. */
  public static SegmentLog look(Path folder) throws IOException {
    SegmentLog log = new SegmentLog(folder, null);
    log.list();
    return log;
  }

  /** The folder of its segments. */
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

  /** Continues the last segment after its last whole record. */
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
      // A damaged record before a whole one stays; it is set aside when it is read.
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

  /** Adds a record; it is on disk only after {@link #force} has returned. */
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
   * @param entry its place
   * @param round how often the log had lost added records before, because the disk failed
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
   * Returns when a record is on disk. One of the waiting threads forces the records of all.
   *
   * @throws IOException if the disk fails; the record is then no longer in the log
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

  /** The end of the last record. */
  public synchronized Place end() {
    return segments.isEmpty()
        ? Place.FIRST
        : new Place(segments.lastKey(), segments.lastEntry().getValue());
  }

  /** The place before which everything is on disk. */
  public Place forced() {
    synchronized (forcing) {
      return forcing.upTo();
    }
  }

  /** The record at a place or the first one after it; empty if there is none. */
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
      // No record after it can be found any more.
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
   * @throws DamagedException if they differ from what was written
   */
  public synchronized byte[] read(Entry entry) throws IOException {
    FileChannel file = channel(entry.place().segment());
    return Framed.read(file, entry.place().offset(), entry.end().offset());
  }

  /** The first bytes of a record, or all if it has fewer; they may be damaged. */
  public synchronized byte[] beginning(Entry entry, int most) throws IOException {
    FileChannel file = channel(entry.place().segment());
    return Framed.beginning(file, entry.place().offset(), entry.end().offset(), most);
  }

  /** Copies a damaged record to a file of its own, and reports it. */
  public synchronized void setAside(Entry entry) throws IOException {
    setAside(channel(entry.place().segment()), entry.place(), entry.end().offset());
  }

  private void setAside(FileChannel file, Place from, long to) throws IOException {
    String name = "%016d.%d".formatted(from.segment(), from.offset());
    listener.damaged(SetAside.copy(file, from.offset(), to, folder, name));
  }

  /** Removes the segments that end before a place. */
  public synchronized void trim(Place done) throws IOException {
    if (readingNumber < done.segment()) {
      closeReading();
    }
    while (!segments.isEmpty() && segments.firstKey() < done.segment()) {
      Files.deleteIfExists(file(segments.firstKey()));
      segments.remove(segments.firstKey());
    }
  }

  /**
   * Removes all segments, because nothing is left in them; when it returns, they are no longer on
   * disk.
   */
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

  /** Closes the files. */
  @Override
  public synchronized void close() throws IOException {
    closeReading();
    if (tail != null) {
      tail.close();
    }
  }
}
