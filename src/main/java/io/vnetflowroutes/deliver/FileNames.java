package io.vnetflowroutes.deliver;

import io.vnetflowroutes.flow.Part;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Names the file that a part of a batch becomes: folders as Hive, Spark and DuckDB read them, and a
 * name that the same part always gets, so that a file delivered again is the same file.
 */
final class FileNames {

  private static final DateTimeFormatter FOLDERS =
      DateTimeFormatter.ofPattern("'y='uuuu'/m='MM'/d='dd'/h='HH'/'").withZone(ZoneOffset.UTC);

  private FileNames() {}

  /** The name of a part's file; {@code number} counts the files of a part from 0. */
  static String of(Part part, int number, String ending) {
    return "decision="
        + part.decision()
        + '/'
        + in(part.origin().hour(), part.id(), number, ending);
  }

  /** The name of a file in the folders of its hour. */
  static String in(Instant hour, String id, int number, String ending) {
    String safe = id.replaceAll("[^A-Za-z0-9._=+-]", "_");
    return FOLDERS.format(hour) + safe + (number == 0 ? "" : "-" + number) + '.' + ending;
  }
}
