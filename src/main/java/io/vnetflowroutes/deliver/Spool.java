package io.vnetflowroutes.deliver;

import io.vnetflowroutes.disk.DiskProblem;
import io.vnetflowroutes.disk.OwnFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the messages of one destination wait on disk while it is down, so that the others go on.
 *
 * <p>While anything waits, all that is new waits behind it, and so the order stays. A message has
 * one file, which appears by renaming; its name tells its place in the queue.
 */
public final class Spool {

  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  static final String ENDING = ".delivery";
  private static final String UNFINISHED = ".unfinished";

  private final String destination;
  private final Path folder;
  private final long limit;
  private final TreeMap<Long, Waiting> waiting = new TreeMap<>();
  private final Set<String> keys = new HashSet<>();
  private long bytes;
  private long lastPlace;
  private boolean stuck;
  private boolean full;
  private boolean removing;
  private volatile boolean stopping;

  private record Waiting(String key, Path file, long size, Instant since) {}

  /**
   * Opens a spool with what waits in it.
   *
   * @param folder the folder of all spools; made when it is first needed
   * @param limit how many bytes may wait
   */
  public Spool(String destination, Path folder, long limit) throws IOException {
    this.destination = destination;
    this.folder = folder.resolve(destination);
    this.limit = limit;
    if (Files.isDirectory(this.folder)) {
      load();
    }
  }

  private void load() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(UNFINISHED)) {
          Files.delete(file);
        } else if (name.matches("\\d{16}\\" + ENDING)) {
          load(file, Long.parseLong(name.substring(0, name.indexOf('.'))));
        }
      }
    }
  }

  private void load(Path file, long place) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      add(place, new Waiting(DeliveryFile.readKey(in), file, Files.size(file), since(file)));
    } catch (NewerFormException e) {
      throw new IOException("as to its file '" + file + "', " + e.getMessage(), e);
    } catch (IOException e) {
      if (DiskProblem.is(e)) {
        throw e;
      }
      setAside(file);
    }
  }

  private void setAside(Path file) throws IOException {
    Path aside = folder.resolve(file.getFileName() + ".unreadable");
    Files.move(file, aside);
    LOG.atError()
        .addKeyValue("destination", destination)
        .addKeyValue("file", aside)
        .log("A file of the spool is damaged and is not sent; look at the disk it lies on");
  }

  /**
   * The keys of the messages that wait, by destination, as another process may ask while the spools
   * are in use.
   */
  public static Map<String, Set<String>> keys(Path folder) throws IOException {
    Map<String, Set<String>> keys = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(path -> path.toString().endsWith(ENDING)).toList()) {
          String destination = file.getParent().getFileName().toString();
          keys.computeIfAbsent(destination, name -> new HashSet<>()).addAll(key(file));
        }
      }
    }
    return keys;
  }

  /** The key of a message; none if it was sent meanwhile or is damaged. */
  private static Set<String> key(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Set.of(DeliveryFile.readKey(in));
    } catch (IOException e) {
      return Set.of();
    }
  }

  /** Warns of spools whose destination is no longer named, as nobody sends what waits in them. */
  public static void warnOfStrangers(Path folder, List<String> destinations) {
    String[] spools = folder.toFile().list();
    for (String name : spools == null ? new String[0] : spools) {
      String[] files = folder.resolve(name).toFile().list();
      if (!destinations.contains(name) && files != null && files.length > 0) {
        LOG.atWarn()
            .addKeyValue("folder", folder.resolve(name))
            .log(
                "Messages wait for a destination that is not in the configuration; they are sent"
                    + " once it is there again under its name");
      }
    }
  }

  /** The name under which the spool of a destination is bound for routes. */
  public static String beanName(String destination) {
    return "spool-" + destination;
  }

  /** Whether messages wait, so that new ones have to wait behind them. */
  public synchronized boolean holds() {
    return !waiting.isEmpty();
  }

  /** How many messages wait. */
  public synchronized int size() {
    return waiting.size();
  }

  /** How many bytes wait, as they lie on disk. */
  public synchronized long bytes() {
    return bytes;
  }

  /** Since when the oldest message waits; empty where none does. */
  public synchronized Optional<Instant> since() {
    return Optional.ofNullable(waiting.firstEntry()).map(oldest -> oldest.getValue().since());
  }

  private static Instant since(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toInstant();
  }

  /** Whether the last attempt to send what waits has failed. */
  public synchronized boolean stuck() {
    return stuck && !waiting.isEmpty();
  }

  /**
   * Keeps a message until the destination takes it. Returns once it is safely on disk.
   *
   * @throws SpoolException if the spool has reached its limit, or its disk does not take it
   */
  public synchronized void keep(Delivery delivery) throws SpoolException {
    if (keys.contains(delivery.key())) {
      return;
    }
    if (bytes >= limit) {
      sayFull();
      throw SpoolException.full(destination, limit);
    }
    if (waiting.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("destination", destination)
          .log("The destination is set aside; what it is to get waits in the spool");
    }
    try {
      OwnFiles.folder(folder);
      long place = lastPlace + 1;
      Path file = folder.resolve(("%016d" + ENDING).formatted(place));
      write(delivery, file);
      add(place, new Waiting(delivery.key(), file, Files.size(file), since(file)));
    } catch (IOException e) {
      throw SpoolException.ofTheDisk(destination, folder, e);
    }
  }

  private void sayFull() {
    if (!full) {
      full = true;
      LOG.atWarn()
          .addKeyValue("destination", destination)
          .addKeyValue("bytes", bytes)
          .log("The spool has reached flowlogs.spool-limit; reading waits until there is room");
    }
  }

  /**
   * The messages that wait, oldest first, read as they are asked for. They end at one that was not
   * {@link #sent}: when a split stops, Camel goes through what is left of it. They end, too, when
   * the program is to stop.
   */
  public Iterator<Delivery> oldestFirst() throws IOException {
    removeSent();
    return new Iterator<>() {

      private long handedOut;
      private boolean askedAhead;

      @Override
      public boolean hasNext() {
        if (stopping) {
          return false;
        }
        if (oldestPlace() > handedOut) {
          return true;
        }
        boolean first = !askedAhead;
        askedAhead = true;
        return first && size() > 1;
      }

      @Override
      public Delivery next() {
        handedOut = oldestPlace();
        askedAhead = false;
        return oldest();
      }
    };
  }

  private synchronized long oldestPlace() {
    return waiting.isEmpty() ? 0 : waiting.firstKey();
  }

  /** Hands out no more messages; the one in hand is finished. */
  public void stop() {
    stopping = true;
  }

  /**
   * Forgets a message that the destination has acknowledged.
   *
   * @throws IOException if its file cannot be removed; it is not handed out again all the same
   */
  public synchronized void sent(Delivery delivery) throws IOException {
    Map.Entry<Long, Waiting> oldest = waiting.firstEntry();
    if (oldest == null || !oldest.getValue().key().equals(delivery.key())) {
      throw new IllegalStateException("Only the oldest message of a spool is sent");
    }
    removing = true;
    removeOldest();
  }

  private void removeOldest() throws IOException {
    Map.Entry<Long, Waiting> oldest = waiting.firstEntry();
    try {
      Files.deleteIfExists(oldest.getValue().file());
      OwnFiles.force(folder);
    } catch (IOException e) {
      LOG.atError()
          .addKeyValue("destination", destination)
          .log(
              "A message that was sent cannot be removed from the spool '{}': {}",
              folder,
              DiskProblem.sentence(e));
      throw e;
    }
    removing = false;
    remove(oldest);
    stuck = false;
    full = false;
    if (waiting.isEmpty()) {
      LOG.atInfo()
          .addKeyValue("destination", destination)
          .log("The destination is back; its spool is drained");
    }
  }

  /** Removes the file of a message that was sent, where that failed before. */
  private synchronized void removeSent() throws IOException {
    if (removing) {
      removeOldest();
    }
  }

  private void remove(Map.Entry<Long, Waiting> message) {
    waiting.remove(message.getKey());
    keys.remove(message.getValue().key());
    bytes -= message.getValue().size();
  }

  /** Notes that the destination still does not take the oldest message. */
  public synchronized void notSent(Exception error) {
    stuck = true;
    LOG.debug("The spool is not drained", error);
  }

  private synchronized Delivery oldest() {
    if (waiting.isEmpty()) {
      throw new NoSuchElementException();
    }
    Map.Entry<Long, Waiting> first = waiting.firstEntry();
    try (InputStream in = Files.newInputStream(first.getValue().file())) {
      return DeliveryFile.read(in);
    } catch (IOException e) {
      if (!DiskProblem.is(e)) {
        dropDamaged(first);
      }
      throw new UncheckedIOException(e);
    }
  }

  /** Lets those behind a damaged file go on at the next turn. */
  private void dropDamaged(Map.Entry<Long, Waiting> damaged) {
    try {
      setAside(damaged.getValue().file());
      remove(damaged);
    } catch (IOException e) {
      LOG.debug("The damaged file cannot be moved", e);
    }
  }

  private void add(long place, Waiting message) {
    waiting.put(place, message);
    keys.add(message.key());
    lastPlace = Math.max(lastPlace, place);
    bytes += message.size();
  }

  private void write(Delivery delivery, Path file) throws IOException {
    Path unfinished = folder.resolve(file.getFileName() + UNFINISHED);
    try {
      try (FileChannel channel = OwnFiles.open(unfinished, StandardOpenOption.TRUNCATE_EXISTING);
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
        DeliveryFile.write(delivery, out);
        channel.force(true);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    OwnFiles.force(folder);
  }
}
