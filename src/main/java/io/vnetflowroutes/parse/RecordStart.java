package io.vnetflowroutes.parse;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells where a record starts inside text that has lost its brackets or quotes.
 *
 * <p>Objects within a record start with other keys than records do, so the first key behind a comma
 * and an opening brace gives a record away (azure-flow-logs.md, 3.1 and 3.5).
 */
final class RecordStart {

  /** No record's start up to its first key is longer, so that windows may overlap by so much. */
  static final int LONGEST = 256;

  private static final Pattern OBJECT =
      Pattern.compile(",\\s{0,64}(\\{)\\s{0,64}\"(\\w{1,32})\"\\s{0,64}:");
  private static final Set<String> RECORD_KEYS =
      Set.of(
          "time",
          "flowLogVersion",
          "flowLogGUID",
          "macAddress",
          "category",
          "flowLogResourceID",
          "targetResourceID",
          "operationName",
          "flowRecords",
          "systemId",
          "resourceId",
          "properties");

  private RecordStart() {}

  /** The index of a record's opening brace behind the range's own start, or -1. */
  static int find(byte[] text, int from, int to) {
    Matcher object = OBJECT.matcher(new String(text, from, to - from, StandardCharsets.ISO_8859_1));
    while (object.find()) {
      if (RECORD_KEYS.contains(object.group(2))) {
        return from + object.start(1);
      }
    }
    return -1;
  }
}
