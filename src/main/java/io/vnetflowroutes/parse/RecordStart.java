package io.vnetflowroutes.parse;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the start of a record inside text that has lost its brackets or quotes.
 *
 * <p>Objects within a record start with other keys than records do, so the first key after a comma
 * or a bracket and an opening brace identifies a record (docs/azure-flow-log-format.md#vnet-records
 * and docs/azure-flow-log-format.md#nsg-records-and-tuples).
 */
final class RecordStart {

  /** The longest start of a record up to its first key; windows overlap by this. */
  static final int LONGEST = 256;

  private static final Pattern OBJECT =
      Pattern.compile("[,\\[]\\s{0,64}(\\{)\\s{0,64}\"(\\w{1,32})\"\\s{0,64}:");
  private static final Pattern ANYWHERE =
      Pattern.compile("(\\{)\\s{0,64}\"(\\w{1,32})\"\\s{0,64}:");
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

  /** The most starts in one text: damage to the records of an hour makes no more. */
  private static final int MOST = 256;

  private RecordStart() {}

  /** The index of a record's opening brace after the range's start, or -1. */
  static int find(byte[] text, int from, int to) {
    return from(from, next(objects(text, from, to)));
  }

  /**
   * The same for text that is scanned again from there. If there are too many starts, it is the
   * last one: otherwise a text made of starts would cost the square of its length.
   */
  static int findToResume(byte[] text, int from, int to) {
    Matcher objects = objects(text, from, to);
    int first = next(objects);
    int last = first;
    int count = 0;
    for (int next = first; next >= 0; next = next(objects)) {
      last = next;
      count++;
    }
    return from(from, count > MOST ? last : first);
  }

  /** The index of the opening brace of a record, whatever is before it; or -1. */
  static int findAnywhere(byte[] text, int from, int to) {
    return from(
        from,
        next(ANYWHERE.matcher(new String(text, from, to - from, StandardCharsets.ISO_8859_1))));
  }

  private static Matcher objects(byte[] text, int from, int to) {
    return OBJECT.matcher(new String(text, from, to - from, StandardCharsets.ISO_8859_1));
  }

  private static int next(Matcher objects) {
    while (objects.find()) {
      if (RECORD_KEYS.contains(objects.group(2))) {
        return objects.start(1);
      }
    }
    return -1;
  }

  private static int from(int from, int index) {
    return index < 0 ? index : from + index;
  }
}
