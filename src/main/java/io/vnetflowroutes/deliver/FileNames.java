package io.vnetflowroutes.deliver;

import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.format.Syntax;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * Names the file that a message becomes: folders that Hive, Spark and DuckDB read, and a name that
 * is always the same for the same flows, so that a file delivered again is the same file.
 */
final class FileNames {

  private static final DateTimeFormatter FOLDERS =
      DateTimeFormatter.ofPattern("'y='uuuu'/m='MM'/d='dd'/h='HH'/'").withZone(ZoneOffset.UTC);

  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9.-]");

  private FileNames() {}

  /** The name of the file that a message of a part becomes. */
  static String of(BatchPart part, String key, String ending) {
    return "decision=" + part.decision() + '/' + in(part.origin().hour(), key, ending);
  }

  /** The folder of the files with flows of one decision in an hour. */
  static String folder(Decision decision, Instant hour) {
    return "decision=" + decision + '/' + FOLDERS.format(hour);
  }

  /** The name of a dead letter about a message: its hour's folders, and whom it was for. */
  static String beside(String fileName, String key, String destination) {
    String folders = fileName.substring(fileName.indexOf('/') + 1, fileName.lastIndexOf('/') + 1);
    return folders + key + '-' + destination + '.' + Syntax.JSON.extension();
  }

  /** The name of a file in the folders of its hour. */
  static String in(Instant hour, String key, String ending) {
    return FOLDERS.format(hour) + safe(key) + '.' + ending;
  }

  /** The name of the file of another message, in the same folders and with the same ending. */
  static String renamed(String fileName, String key, String otherKey) {
    return fileName.replace(safe(key), safe(otherKey));
  }

  private static String safe(String key) {
    return UNSAFE.matcher(key).replaceAll("_");
  }
}
