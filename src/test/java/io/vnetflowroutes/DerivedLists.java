package io.vnetflowroutes;

import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.derive.Derived;
import io.vnetflowroutes.derive.GeoDatabase;
import io.vnetflowroutes.derive.Lookups;
import io.vnetflowroutes.derive.NetworkList;
import io.vnetflowroutes.derive.ServiceTags;
import io.vnetflowroutes.derive.WatchedFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** Lists and databases for derived fields, as users give them. */
public final class DerivedLists {

  /** A piece of Microsoft's file, with its layout. */
  public static final Path SERVICE_TAGS = Path.of("src/test/resources/lists/service-tags.json");

  /** A threat feed. */
  public static final Path DROP = Path.of("src/test/resources/lists/drop.txt");

  /** Networks as they stand in settings. */
  public static final String OFFICE = "20.76.0.0/16, 2a01:4f8::/32";

  private DerivedLists() {}

  /** A database of countries, in MaxMind's layout. */
  public static Path countries(Path folder) {
    return new GeoFile("GeoLite2-Country")
        .add("89.248.160.0/21", Map.of("country", Map.of("iso_code", "NL", "geoname_id", 1L)))
        .add("20.0.0.0/8", Map.of("country", Map.of("iso_code", "US")))
        .add("52.239.0.0/16", Map.of("registered_country", Map.of("iso_code", "NL")))
        .add("2a00:1450::/32", Map.of("country", Map.of("iso_code", "IE")))
        .write(folder.resolve("country.mmdb"));
  }

  /** A database of autonomous systems. */
  public static Path systems(Path folder) {
    return new GeoFile("GeoLite2-ASN")
        .add("89.248.160.0/21", system(202_425, "IP \"Volume\" inc, Ltd"))
        .add("20.0.0.0/8", system(8075, "MICROSOFT-CORP-MSN-AS-BLOCK"))
        .add("2a00:1450::/32", system(15_169, "GOOGLE"))
        .add("198.41.0.0/16", system(4_200_000_000L, "=Private|use\\"))
        .write(folder.resolve("asn.mmdb"));
  }

  /** Everything that can be derived, from all of these. */
  public static Derivation everything(Path folder) {
    Clock clock = Clock.systemUTC();
    Path countries = countries(folder);
    Path systems = systems(folder);
    return new Derivation(
        EnumSet.allOf(Derived.class),
        new Lookups(
            List.of(
                new WatchedFile<>("country", countries, GeoDatabase::read, clock),
                new WatchedFile<>("asn", systems, GeoDatabase::read, clock)),
            List.of(new WatchedFile<>("tags", SERVICE_TAGS, ServiceTags::read, clock)),
            Map.of(
                "drop",
                new WatchedFile<>("drop", DROP, NetworkList::read, clock),
                "office",
                () -> NetworkList.inline(OFFICE)),
            List.of("office")));
  }

  private static Map<String, Object> system(long number, String organization) {
    return Map.of(
        "autonomous_system_number", number, "autonomous_system_organization", organization);
  }
}
