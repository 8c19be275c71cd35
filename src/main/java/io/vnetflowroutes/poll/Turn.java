package io.vnetflowroutes.poll;

import io.vnetflowroutes.source.Container;
import io.vnetflowroutes.source.ListedBlob;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The turn of a flow log in one poll: its listings, and its progress. The thread that lists goes
 * through it; threads that read record what they have read, and any thread may ask for the
 * progress, in hours. Hours that are only listed again do not count.
 */
final class Turn {

  private final Instant first;
  private final Instant newestDue;
  private final Deque<Listing> listings = new ArrayDeque<>();
  private final List<Listing> hours;
  private volatile Instant reached = Instant.MIN;
  private volatile Instant listedTo = Instant.MIN;

  /** The remaining pages of the present listing; {@code null} before it begins. */
  private Iterator<List<ListedBlob>> pages;

  /** The open blobs that the present listing has not shown so far. */
  private Map<String, Instant> missing = Map.of();

  /**
   * @param first the first hour that is listed, apart from those of open blobs
   * @param newestDue the newest hour that is listed
   * @param again the listings of hours of open blobs
   * @param all the other listings
   * @param from the first hour that counts
   */
  Turn(Instant first, Instant newestDue, List<Listing> again, List<Listing> all, Instant from) {
    this.first = first;
    this.newestDue = newestDue;
    this.hours = all.stream().flatMap(listing -> listing.since(from).stream()).toList();
    listings.addAll(again);
    listings.addAll(all);
  }

  /** The newest listed hour. */
  Instant newestDue() {
    return newestDue;
  }

  /** Whether listings are left to make. */
  boolean hasMore() {
    return !listings.isEmpty();
  }

  /** The listing in hand. */
  Listing listing() {
    return listings.element();
  }

  /**
   * Whether the present listing has another page; begins the listing if necessary.
   *
   * @param open the blobs that were not read to their end, with their hours
   */
  boolean hasPage(Container container, Map<String, Instant> open) {
    Listing listing = listing();
    if (pages == null) {
      missing = new TreeMap<>(open);
      missing.values().removeIf(hour -> !listing.counts(hour));
      pages = container.pages(listing.prefix());
    }
    return pages.hasNext();
  }

  /** The next page. */
  List<ListedBlob> page() {
    return pages.next();
  }

  /** Notes that a blob exists; returns whether it was open. */
  boolean found(String blob) {
    return missing.remove(blob) != null;
  }

  /** The open blobs that the listing in hand has not shown so far. */
  Set<String> missing() {
    return missing.keySet();
  }

  /** Ends the present listing, after its blobs were returned. */
  void endListing() {
    Listing listing = listings.remove();
    pages = null;
    listedTo = listing.to().isAfter(listedTo) ? listing.to() : listedTo;
  }

  /** The first hour whose listing failed or was not made; otherwise the one after the newest. */
  Instant firstUnlisted() {
    return listings.stream()
        .map(Listing::from)
        .filter(hour -> !hour.isBefore(first))
        .findFirst()
        .orElse(newestDue.plus(1, ChronoUnit.HOURS));
  }

  /** Notes that a blob of an hour was read. */
  void read(Instant hour) {
    reached = hour.isAfter(reached) ? hour : reached;
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
