package io.vnetflowroutes.derive;

/**
 * The data of an address in the databases.
 *
 * @param country two letters, or {@code null}
 * @param asn the number of the autonomous system, or 0
 * @param asName its organization, or {@code null}
 */
record Place(String country, long asn, String asName) {

  static final Place UNKNOWN = new Place(null, 0, null);

  /** The same, with what is missing from another one. */
  Place or(Place other) {
    return new Place(
        country == null ? other.country : country,
        asn == 0 ? other.asn : asn,
        asn == 0 && asName == null ? other.asName : asName);
  }
}
