package io.vnetflowroutes.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a {@code PT1H.json} blob contains: its flow log and its hour.
 *
 * <p>Both shapes that Azure uses end alike (docs/azure-flow-log-format.md#blob-names). Other names,
 * such as the directories of a hierarchical namespace, have no {@code BlobName}. The letter case of
 * Azure's own words may have changed, as in a copy, except in the date folders, because they are
 * listed by their names.
 *
 * @param flowLogPath the part before {@code /y=}, without a slash at its end
 * @param hour the start of the hour, UTC
 * @param macAddress the network interface; empty if the name has none
 */
public record BlobName(String flowLogPath, Instant hour, String macAddress) {

  /** Before the folders of dates. Nothing behind them can look like it. */
  private static final String YEARS = "/y=";

  private static final Pattern SHAPE =
      Pattern.compile(
          "/y=(\\d{4})/m=(\\d{2})/d=(\\d{2})/h=(\\d{2})/m=\\d{2}/"
              + "(?i:(?:macAddress=([^/]+)/)?PT1H\\.json)");

  /** Reads a name; empty if it is not that of a flow-log blob. */
  public static Optional<BlobName> parse(String name) {
    int years = name.lastIndexOf(YEARS);
    Matcher shape = SHAPE.matcher(name);
    if (years < 1 || !shape.region(years, name.length()).matches()) {
      return Optional.empty();
    }
    try {
      Instant hour =
          LocalDateTime.of(
                  Integer.parseInt(shape.group(1)),
                  Integer.parseInt(shape.group(2)),
                  Integer.parseInt(shape.group(3)),
                  Integer.parseInt(shape.group(4)),
                  0)
              .toInstant(ZoneOffset.UTC);
      String macAddress = shape.group(5) == null ? "" : shape.group(5);
      return Optional.of(new BlobName(name.substring(0, years), hour, macAddress));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
