package io.vnetflowroutes.message;

import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.format.Syntax;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names the file that a message becomes: the folders of a layout, and a name that is always the
 * same for the same flows, so that a file delivered again is the same file.
 */
public final class FileNames {

  private static final DateTimeFormatter FOLDERS =
      DateTimeFormatter.ofPattern("'y='uuuu'/m='MM'/d='dd'/h='HH'/'").withZone(ZoneOffset.UTC);

  private static final Pattern HOUR = Pattern.compile("y=\\d{4}/m=\\d\\d/d=\\d\\d/h=\\d\\d/");

  /** The time of its first record in a message's key. */
  private static final Pattern TIME = Pattern.compile("^[0-9a-f]+-(\\d{1,15})-");

  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9.-]");

  private FileNames() {}

  /** The name of the file that a message of a part becomes. */
  public static String of(FolderLayout folders, BatchPart part, String key, String ending) {
    return folders.folder(part.decision(), part.origin()) + safe(key) + '.' + ending;
  }

  /** The name of a dead letter about a message: its hour's folders, and whom it was for. */
  public static String beside(String fileName, String key, String destination) {
    return hour(fileName, key) + key + '-' + destination + '.' + Syntax.JSON.extension();
  }

  /** The folders of the hour of a message, whose own may have another layout. */
  private static String hour(String fileName, String key) {
    Matcher folders = HOUR.matcher(fileName);
    if (folders.find()) {
      return folders.group();
    }
    Matcher time = TIME.matcher(key);
    return time.find() ? FOLDERS.format(Instant.ofEpochMilli(Long.parseLong(time.group(1)))) : "";
  }

  /** The name of a file in the folders of its hour. */
  public static String in(Instant hour, String key, String ending) {
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
