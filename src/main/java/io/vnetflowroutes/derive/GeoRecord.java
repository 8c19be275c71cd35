package io.vnetflowroutes.derive;

/**
 * The data of an address in the databases.
 *
 * @param country two letters, or {@code null}
 * @param asn the number of the autonomous system, or 0
 * @param asName its organization, or {@code null}
 */
record GeoRecord(String country, long asn, String asName) {

  static final GeoRecord UNKNOWN = new GeoRecord(null, 0, null);

  /** The same, with what is missing from another one. */
  GeoRecord or(GeoRecord other) {
    return new GeoRecord(
        country == null ? other.country : country,
        asn == 0 ? other.asn : asn,
        asn == 0 && asName == null ? other.asName : asName);
  }
}
