package io.vnetflowroutes.derive;

import com.maxmind.db.Reader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;

/**
 * A database in MaxMind's format with countries, autonomous systems, or both. It is read into
 * memory, so its file can be replaced in any way. Any number of threads may use it.
 */
public final class GeoDatabase {

  private static final String AS_PREFIX = "AS";

  private final Reader reader;

  private GeoDatabase(Reader reader) {
    this.reader = reader;
  }

  /**
   * Reads a database.
   *
   * @throws IOException if the file cannot be read or is no such database
   */
  public static Loaded<GeoDatabase> read(Path file) throws IOException {
    return Loaded.whole(new GeoDatabase(new Reader(file.toFile(), Reader.FileMode.MEMORY)));
  }

  /** The data of an address; {@link GeoRecord#UNKNOWN} also if the database is damaged. */
  GeoRecord find(byte[] address) {
    try {
      Map<?, ?> entry = reader.get(InetAddress.getByAddress(address), Map.class);
      return entry == null ? GeoRecord.UNKNOWN : found(entry);
    } catch (IOException | IllegalArgumentException e) {
      return GeoRecord.UNKNOWN;
    }
  }

  /** Reads MaxMind's layout (GeoLite2, GeoIP2, DB-IP) and the flat one (IPinfo, ip-location-db). */
  private static GeoRecord found(Map<?, ?> entry) {
    String country = text(entry.get("country_code"));
    for (String key : new String[] {"country", "registered_country"}) {
      Object value = entry.get(key);
      Object code = value instanceof Map<?, ?> map ? map.get("iso_code") : value;
      country = country == null ? text(code) : country;
    }
    Object asn = entry.get("autonomous_system_number");
    String asName = text(entry.get("autonomous_system_organization"));
    return new GeoRecord(
        country,
        number(asn == null ? entry.get("asn") : asn),
        asName == null ? text(entry.get("as_name")) : asName);
  }

  private static String text(Object value) {
    return value instanceof String text && !text.isEmpty() ? text : null;
  }

  private static long number(Object value) {
    if (value instanceof Number number) {
      return number.longValue();
    }
    String digits = value instanceof String text ? text : "";
    digits = digits.startsWith(AS_PREFIX) ? digits.substring(AS_PREFIX.length()) : digits;
    return digits.matches("\\d{1,10}") ? Long.parseLong(digits) : 0;
  }
}
