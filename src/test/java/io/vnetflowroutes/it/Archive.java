package io.vnetflowroutes.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** One network interface's blob in a directory laid out like the container: a source by itself. */
final class Archive {
  static final String MAC = "000D3A0A0B0C";
  static final Names NAMES =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");

  private final Path directory;
  private final Instant hour;
  private final Records nic = new Records(NAMES, MAC, 11, 0.4);
  private final List<String> records = new ArrayList<>();

  Archive(Path directory) {
    this(directory, Instant.now().truncatedTo(ChronoUnit.HOURS));
  }

  Archive(Path directory, Instant hour) {
    this.directory = directory;
    this.hour = hour;
  }

  /** An hour that has settled. */
  static Instant hoursAgo() {
    return Instant.now().truncatedTo(ChronoUnit.HOURS).minus(5, ChronoUnit.HOURS);
  }

  /** The hour of the blob: the present one, unless another was given. */
  Instant hour() {
    return hour;
  }

  /** Adds a record, which the next growth writes. */
  void add(String record) {
    records.add(record);
    grow(0);
  }

  /** A record of ten allowed tuples under a rule with a name of so many letters. */
  String longRuleRecord(int letters) {
    List<String> tuples =
        Records.tuples(new Records(NAMES, MAC, 7, 0).next(hour.plusSeconds(3), 10));
    return nic.of(
        hour.plusSeconds(3), List.of(new Records.Rule("acl", "x".repeat(letters), tuples)));
  }

  /** Writes so many more records of 20 tuples each, and the blob anew with all of them. */
  Archive grow(int minutes) {
    records.addAll(nic.next(hour.plusSeconds(6L + 60L * records.size()), minutes, 20));
    try {
      Path blob = directory.resolve(NAMES.blob(hour, MAC));
      Files.createDirectories(blob.getParent());
      String text = "{\"records\":[" + String.join(",", records) + "]}";
      Path next = Files.writeString(directory.resolve("next"), text, StandardCharsets.UTF_8);
      Files.move(next, blob, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** The settings of a program that reads it from its beginning, once a second. */
  String source() {
    return "flowlogs.source.archive.directory = "
        + directory
        + "\nflowlogs.start = beginning\nflowlogs.poll-interval = 1s\nflowlogs.delay = 0\n";
  }

  /** The settings of one destination that takes both decisions. */
  String everythingTo(String name, String uri) {
    return source()
        + """
        flowlogs.destination.%1$s.uri = %2$s
        flowlogs.allow = %1$s
        flowlogs.deny = %1$s
        """
            .formatted(name, uri);
  }

  /** The tuples of one decision, in the blob's order. */
  List<String> tuples(boolean denied) {
    return Flows.tuples(records, denied);
  }

  /** All tuples. */
  List<String> tuples() {
    return records.stream().flatMap(record -> Records.tuples(record).stream()).toList();
  }
}
