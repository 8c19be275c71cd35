package io.vnetflowroutes.state;

import io.vnetflowroutes.flow.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A batch that was planned, and not committed.
 *
 * @param digest the digest of the blob's name
 * @param from where the batch begins in the blob
 * @param to where it ends
 */
public record BatchInHand(String digest, long from, long to) {

  private static final Pattern KEY = Pattern.compile("([^-]+)-\\d+-(\\d{1,18})-.*");

  /** All batches in hand of a state. */
  public static List<BatchInHand> all(StateDatabase state) {
    return state.read(
        statements ->
            statements.query(
                "SELECT source, name, position, planned FROM blob WHERE planned > 0",
                row -> {
                  List<BatchInHand> all = new ArrayList<>();
                  while (row.next()) {
                    Origin blob = new Origin(row.getString(1), row.getString(2), Instant.EPOCH);
                    all.add(new BatchInHand(blob.digest(), row.getLong(3), row.getLong(4)));
                  }
                  return all;
                }));
  }

  /**
   * Whether a message is of this batch, or of one of its flows: the keys of both hold the place in
   * the blob.
   */
  public boolean holds(String key) {
    Matcher match = KEY.matcher(key);
    if (!match.matches() || !match.group(1).equals(digest)) {
      return false;
    }
    long offset = Long.parseLong(match.group(2));
    return offset >= from && offset < to;
  }
}
