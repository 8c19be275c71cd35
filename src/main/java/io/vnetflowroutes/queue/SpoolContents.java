package io.vnetflowroutes.queue;

import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.DeliveryFile;
import io.vnetflowroutes.message.Framing;
import io.vnetflowroutes.message.StoredMessage;
import io.vnetflowroutes.spool.SegmentLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits in the spool of one destination, as another process sees it.
 *
 * @param messages how many messages
 * @param bytes how much they take on disk
 * @param oldest since when the first of them waits; {@code null} if none does
 * @param reason why the destination did not take them at the last attempt; empty if none was
 */
public record SpoolContents(int messages, long bytes, Instant oldest, String reason) {

  private static final Logger LOG = LoggerFactory.getLogger(SpoolContents.class);

  /** An empty spool. */
  public static final SpoolContents NONE = new SpoolContents(0, 0, null, "");

  /** What waits in a folder of spools, by destination; those without any message are left out. */
  public static Map<String, SpoolContents> in(Path folder) throws IOException {
    Map<String, SpoolContents> all = new TreeMap<>();
    for (Path spool : spools(folder)) {
      Counted counted = new Counted();
      SpoolReader.look(spool, (message, log) -> counted.add(message));
      if (counted.messages > 0) {
        all.put(
            spool.getFileName().toString(),
            new SpoolContents(
                counted.messages, counted.bytes, counted.oldest, SpoolReason.read(spool)));
      }
    }
    return all;
  }

  private static final class Counted {
    private int messages;
    private long bytes;
    private Instant oldest;

    void add(StoredMessage message) {
      messages++;
      bytes += message.entry().size();
      oldest = oldest == null || message.since().isBefore(oldest) ? message.since() : oldest;
    }
  }

  private static List<Path> spools(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> spools = Files.list(folder)) {
      return spools.filter(Files::isDirectory).sorted().toList();
    }
  }

  /**
   * The keys of the messages that wait, by destination, as another process may ask while the spools
   * are in use.
   */
  public static Map<String, Set<String>> keys(Path folder) throws IOException {
    Map<String, Set<String>> keys = new TreeMap<>();
    for (Path spool : spools(folder)) {
      Set<String> waiting = new HashSet<>();
      SpoolReader.look(spool, (message, log) -> waiting.add(message.key()));
      if (!waiting.isEmpty()) {
        keys.put(spool.getFileName().toString(), waiting);
      }
    }
    return keys;
  }

  /**
   * What to say of messages that wait for a destination and cannot be sent as it is set now; empty
   * where all of them can.
   *
   * @param folder the folder of all spools
   * @param now how the destination makes messages now
   * @param sendable whether the destination could send a message
   */
  public static Optional<String> unsendable(
      Path folder,
      String destination,
      Make now,
      BiPredicate<StoredMessage, Supplier<Delivery>> sendable)
      throws IOException {
    Path spool = folder.resolve(destination);
    int[] count = new int[1];
    Set<String> before = new TreeSet<>();
    try {
      SpoolReader.look(
          spool,
          (message, log) -> {
            if (!sendable.test(message, () -> unchecked(message, log))) {
              count[0]++;
              before.add(Make.of(message.header()).toString());
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return count[0] == 0
        ? Optional.empty()
        : Optional.of(
            ("Messages wait in '%2$s' that were made for other settings of destination '%3$s', and %1$d"
                    + " of them cannot be sent with these. They are %4$s, and it takes %5$s now."
                    + " Set its uri, type, format, framing and key back until"
                    + " 'flowlogs status' shows that none wait; or move the folder away, and send"
                    + " their hours again with 'flowlogs backfill'")
                .formatted(count[0], spool, destination, String.join(" and ", before), now));
  }

  /**
   * How messages are made, in the words of settings.
   *
   * @param format the name of the format; empty if that was not written down
   * @param framing how flows are put together
   */
  public record Make(String format, Framing framing) {

    public static Make of(DeliveryFile.Header header) {
      return new Make(header.format(), header.framing());
    }

    @Override
    public String toString() {
      String form =
          switch (framing) {
            case LINES -> "lines";
            case ARRAY -> "arrays";
            case RECORDS -> "records of Kafka";
          };
      return format.isEmpty() ? form : form + " in format '" + format + "'";
    }
  }

  private static Delivery unchecked(StoredMessage message, SegmentLog log) {
    try {
      return message.read(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Warns of spools whose destination is no longer named, as nobody sends what waits in them. */
  public static void warnOfStrangers(Path folder, List<String> destinations) {
    String[] names = folder.toFile().list();
    for (String name : names == null ? new String[0] : names) {
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
}
