package io.vnetflowroutes.camel;

import io.vnetflowroutes.deliver.Destination;
import io.vnetflowroutes.disk.DiskProblem;
import io.vnetflowroutes.endpoints.ProcessResources;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.message.DeliveryKey;
import io.vnetflowroutes.queue.Spool;
import io.vnetflowroutes.state.Acknowledgements;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The spools of all destinations of a process.
 *
 * <p>Any thread may call it.
 */
final class Spools {

  private final List<Destination> destinations;
  private final Map<String, Spool> byName = new TreeMap<>();

  private Spools(List<Destination> destinations) {
    this.destinations = destinations;
  }

  /**
   * Opens the spool of each destination.
   *
   * @throws UserError if one cannot be used, or holds what cannot be sent
   */
  static Spools open(List<Destination> destinations, ProcessResources resources, Clock clock) {
    Spools spools = new Spools(destinations);
    for (Destination destination : destinations) {
      spools.byName.put(destination.name(), spool(destination, resources, clock));
    }
    return spools;
  }

  /** The spool of a destination. */
  Spool of(String destination) {
    return byName.get(destination);
  }

  /** The spools by the names of their destinations. */
  Map<String, Spool> byName() {
    return byName;
  }

  /**
   * Stores acknowledgements for waiting messages of batches that an earlier process had in hand,
   * and connects the spools with the acknowledgements.
   *
   * @param inHand whether a message is of such a batch, by its key
   * @throws UserError if a spool cannot be read, as its messages might be delivered twice
   */
  void resume(Predicate<String> inHand, Acknowledgements acknowledged) {
    for (Destination destination : destinations) {
      List<String> keys;
      try {
        keys =
            byName.get(destination.name()).acknowledgements(inHand, destination::acknowledgement);
      } catch (IOException e) {
        throw unusable(destination.name(), e);
      }
      if (!keys.isEmpty()) {
        acknowledged.addNow(keys);
      }
    }
    acknowledged.listener(
        key -> {
          DeliveryKey delivery = DeliveryKey.parse(key);
          Spool spool = byName.get(delivery.destination());
          if (spool != null) {
            spool.acknowledged(delivery.message());
          }
        });
  }

  /** Sends what was gathered of an hour at once when the hour has settled. */
  void closeWhen(Predicate<Instant> hourIsSettled) {
    byName.values().forEach(spool -> spool.closeWhen(hourIsSettled));
  }

  /** Sends everything gathered at once, because nothing follows. */
  void closeGathered() {
    byName.values().forEach(Spool::close);
  }

  /** Notes that all acknowledgements of a batch are on disk. */
  void committed(Batch batch) {
    byName.values().forEach(spool -> spool.committed(batch.id()));
  }

  /** Hands out no more messages. */
  void stop() {
    byName.values().forEach(Spool::stop);
  }

  /** Whether messages wait for a destination that accepts them, or may soon accept them. */
  boolean draining() {
    return byName.values().stream().anyMatch(spool -> spool.size() > 0 && !spool.stuck());
  }

  /** How many messages wait, for each destination with at least one. */
  Map<String, Integer> spooled() {
    Map<String, Integer> spooled = new TreeMap<>();
    byName.forEach(
        (name, spool) -> {
          if (spool.size() > 0) {
            spooled.put(name, spool.size());
          }
        });
    return spooled;
  }

  private static Spool spool(Destination destination, ProcessResources resources, Clock clock) {
    String name = destination.name();
    if (!resources.spools()) {
      return Spool.none(name);
    }
    try {
      Spool spool = destination.spool(resources.spool(), resources.spoolLimit(), clock);
      Optional<String> unsendable = destination.unsendable(resources.spool());
      if (unsendable.isPresent()) {
        throw new UserError(unsendable.get());
      }
      return spool;
    } catch (IOException e) {
      throw unusable(name, e);
    }
  }

  private static UserError unusable(String destination, IOException error) {
    return new UserError(
        "The spool of destination '%s' cannot be used: %s"
            .formatted(destination, DiskProblem.sentence(error)),
        error);
  }
}
