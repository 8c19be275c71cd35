package io.vnetflowroutes.poll;

import java.time.Instant;
import java.util.List;

/**
 * How far a flow log is in its turn of a poll, in hours; those that are only looked at again do not
 * count. The threads that list and read note it, and any may ask.
 */
final class Turn {

  private volatile List<Listing> hours = List.of();
  private volatile Instant reached = Instant.MIN;
  private volatile Instant listedTo = Instant.MIN;

  /** Begins with the listings of hours, of which those from one on count. */
  void begin(List<Listing> listings, Instant from) {
    hours = listings.stream().flatMap(listing -> listing.since(from).stream()).toList();
    reached = Instant.MIN;
    listedTo = Instant.MIN;
  }

  /** Notes that a blob of an hour was read. */
  void read(Instant hour) {
    reached = hour.isAfter(reached) ? hour : reached;
  }

  /** Notes that a listing was made, and its blobs were handed out. */
  void listed(Listing listing) {
    listedTo = listing.to().isAfter(listedTo) ? listing.to() : listedTo;
  }

  /** How many hours there are. */
  long hours() {
    return hours.stream().mapToLong(Listing::hours).sum();
  }

  /** How many of them are read: those of listings, and those before the newest blob's. */
  long hoursRead() {
    return hours.stream()
        .mapToLong(
            listing ->
                listing.to().isAfter(listedTo) ? listing.hoursBefore(reached) : listing.hours())
        .sum();
  }
}
