package io.vnetflowroutes.queue;

import io.vnetflowroutes.message.StoredMessage;
import io.vnetflowroutes.spool.Front;
import io.vnetflowroutes.spool.FrontFile;
import io.vnetflowroutes.spool.Place;
import io.vnetflowroutes.spool.Position;
import io.vnetflowroutes.spool.SegmentLog;
import io.vnetflowroutes.spool.SegmentLog.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes through the messages of a spool, also of one that another process uses. */
final class SpoolReader {

  private static final Logger LOG = LoggerFactory.getLogger(SpoolReader.class);

  private SpoolReader() {}

  /** Takes one message after the other. */
  interface Consumer {
    void take(StoredMessage message) throws IOException;
  }

  /** Takes one message after the other, with its place. */
  interface Look {
    void take(StoredMessage message, SegmentLog log) throws IOException;
  }

  /** The front as it holds: a plan about records that are gone is done. */
  static Front standing(Front front, SegmentLog log) throws IOException {
    Optional<Place> first = log.next(front.begin().place()).map(Entry::place);
    return first.filter(place -> isBefore(place, front.end())).isPresent()
        ? front
        : Front.at(front.end());
  }

  private static boolean isBefore(Place place, Position end) {
    return place.isBefore(end.place()) || (place.equals(end.place()) && end.skip() > 0);
  }

  /** Goes through the messages from a front on, up to its end if it has one and no pieces. */
  static void each(Front front, SegmentLog log, Consumer consumer) throws IOException {
    boolean ends = front.pieces().isEmpty() && !front.begin().equals(front.end());
    Place at = front.begin().place();
    for (Optional<Entry> next = log.next(at); next.isPresent(); next = log.next(at)) {
      if (ends && !isBefore(next.get().place(), front.end())) {
        return;
      }
      consumer.take(StoredMessage.of(next.get(), log));
      at = next.get().end();
    }
  }

  /** How many flows wait from a place on, to be sent together. */
  static long flows(Place from, SegmentLog log) throws IOException {
    long[] flows = {0};
    Consumer count =
        message -> flows[0] += message.header().isFlows() ? message.header().flows() : 0;
    each(Front.at(Position.at(from)), log, count);
    return flows[0];
  }

  /** Goes through the messages in a folder of one destination, as another process may. */
  static void look(Path spool, Look consumer) throws IOException {
    for (Path lane : lanes(spool)) {
      lookAt(lane, consumer);
    }
  }

  private static void lookAt(Path lane, Look consumer) throws IOException {
    try (SegmentLog log = SegmentLog.look(lane)) {
      each(standing(FrontFile.read(lane), log), log, message -> consumer.take(message, log));
    } catch (NoSuchFileException e) {
      // All of it was sent meanwhile.
    }
  }

  /** The same, but a queue that cannot be read does not keep others from being gone through. */
  static void lookAtReadable(Path spool, Consumer consumer) {
    List<Path> lanes = List.of();
    try {
      lanes = lanes(spool);
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("A spool cannot be listed", e);
    }
    for (Path lane : lanes) {
      try {
        lookAt(lane, (message, log) -> consumer.take(message));
      } catch (IOException | UncheckedIOException e) {
        LOG.debug("What waits in a spool cannot be read", e);
      }
    }
  }

  /** The folders of the queues of a destination. */
  static List<Path> lanes(Path spool) throws IOException {
    List<Path> lanes = new ArrayList<>();
    if (Files.isDirectory(spool)) {
      lanes.add(spool);
      try (Stream<Path> found = Files.list(spool)) {
        found.filter(Files::isDirectory).sorted().forEach(lanes::add);
      }
    }
    return lanes;
  }
}
