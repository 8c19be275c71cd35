package io.vnetflowroutes.spool;

/**
 * How far a log is done: up to a record, or into a record of which some entries are done.
 *
 * @param place the begin of the record
 * @param skip how many of its entries are done
 */
public record Position(Place place, int skip) {

  /** Before everything. */
  public static final Position FIRST = new Position(Place.FIRST, 0);

  /** Before a record. */
  public static Position at(Place place) {
    return new Position(place, 0);
  }
}
