package io.vnetflowroutes.spool;

/**
 * The place of a record in a log.
 *
 * @param segment the number of its segment
 * @param offset its offset in that file
 */
public record Place(long segment, long offset) implements Comparable<Place> {

  /** Before every record. */
  public static final Place FIRST = new Place(0, 0);

  @Override
  public int compareTo(Place other) {
    int bySegment = Long.compare(segment, other.segment);
    return bySegment == 0 ? Long.compare(offset, other.offset) : bySegment;
  }

  /** Whether it is before another one. */
  public boolean isBefore(Place other) {
    return compareTo(other) < 0;
  }
}
