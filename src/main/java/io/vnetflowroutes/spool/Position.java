package io.vnetflowroutes.spool;

/**
 * How far a log is done with: up to a record, or into one of which some entries are done.
 *
 * @param place where the record begins
 * @param skip how many of its entries are done
 */
public record Position(Place place, int skip) {

  /** In front of all. */
  public static final Position FIRST = new Position(Place.FIRST, 0);

  /** In front of a record. */
  public static Position at(Place place) {
    return new Position(place, 0);
  }
}
