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

  private static final Pattern OBJECT = Pattern.compile(",\\s*(\\{)\\s*\"(\\w+)\"\\s*:");
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
          "flowRecords");

  private RecordStart() {}

  /** The index of the first record's opening brace behind the text's own start, or -1. */
  static int find(Element element) {
    String text =
        new String(
            element.buffer(), element.start(), element.length(), StandardCharsets.ISO_8859_1);
    Matcher object = OBJECT.matcher(text);
    while (object.find()) {
      if (RECORD_KEYS.contains(object.group(2))) {
        return object.start(1);
      }
    }
    return -1;
  }
}
