package io.vnetflowroutes.deadletter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What dead-letter files hold.
 *
 * @param files how many files
 * @param bytes their size
 * @param flows the flows in them: those of refused messages, for each destination that refused
 *     them, and tuples that cannot be read
 * @param records records that cannot be read; nobody knows how many flows they have
 */
public record DeadLetterCount(int files, long bytes, long flows, long records) {

  /** No file. */
  public static final DeadLetterCount NONE = new DeadLetterCount(0, 0, 0, 0);

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  /**
   * Reads a file; one that was replayed meanwhile counts for nothing, and of one that another
   * program damaged counts what can be read.
   */
  public static DeadLetterCount of(Path file) {
    long bytes;
    try {
      bytes = Files.size(file);
    } catch (IOException e) {
      return NONE;
    }
    long flows = 0;
    long records = 0;
    try (JsonParser lines = JSON.createParser(file.toFile())) {
      while (lines.nextToken() == JsonToken.START_OBJECT) {
        long held = flows(lines);
        flows += held;
        records += held == 0 ? 1 : 0;
      }
    } catch (IOException e) {
      // What follows is no dead letter of this program.
    }
    return new DeadLetterCount(1, bytes, flows, records);
  }

  /** The flows that a line is about; 0 where it does not say so. */
  private static long flows(JsonParser line) throws IOException {
    long flows = 0;
    while (line.nextToken() == JsonToken.FIELD_NAME) {
      String name = line.currentName();
      line.nextToken();
      if (name.equals(DeadLetterJson.FLOWS)) {
        flows = line.getValueAsLong();
      } else if (name.equals(DeadLetterJson.ORDINAL)) {
        flows = 1;
      }
      line.skipChildren();
    }
    return flows;
  }

  /** All of it. */
  public DeadLetterCount plus(DeadLetterCount more) {
    return new DeadLetterCount(
        files + more.files, bytes + more.bytes, flows + more.flows, records + more.records);
  }

  /** The flows and records in words, such as {@code 12 flows and 1 unreadable record}. */
  public String contents() {
    String inFlows = counted(flows, "flow");
    String inRecords = counted(records, "unreadable record");
    return records == 0 ? inFlows : flows == 0 ? inRecords : inFlows + " and " + inRecords;
  }

  private static String counted(long number, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
  }
}
