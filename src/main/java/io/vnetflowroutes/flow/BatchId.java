package io.vnetflowroutes.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a batch, and the grammar of all ids. They are made of where flows stand, so they are
 * the same however often, in whatever pieces and by whichever machine a blob is read.
 *
 * <pre>
 * digest   := 20 hex digits for the blob's name                        Origin.digest
 * flow     := digest "-" record time "-" record offset "-" ordinal     Flow.id
 * batch    := digest "-" first record time "-" from "-" end            BatchId
 * end      := to [ ".anew" edition ] | "replayed." 16 hex digits
 * part     := batch "-" ( "allow" | "deny" ) { "." selection }         BatchPart.id
 *           | flow                                                     a flow that a route split off
 * selection:= 12 hex digits for what a route selected by               BatchPart.select
 *           | 12 hex digits for flows that a plug-in's format fails for  message.Unwritten
 * message  := part "-" begin "-" count                                 MessageKey
 *           | gathered "-" begin "-" count                             several that go together
 * gathered := "gathered" [ "-" process ] "-" 20 hex digits { "." selection }  message.Gatherer.name
 * delivery := message "|" destination [ "~" filter ]                   message.DeliveryKey
 *           | batch "-unreadable|dead-letter"
 *           | message "-" destination "|dead-letter"
 * file     := message "." ending                                       MessageKey.ofFile
 * </pre>
 *
 * <p>Times are milliseconds since 1970, 0 where none can be read: a blob that is rewritten under
 * its name does not reuse the names of other flows. Offsets, {@code from} and {@code to} are bytes
 * in the blob; {@code begin} and {@code count} are flows of the part, those that a filter left out
 * included. All of it is letters, digits, {@code -} and {@code .}, but for the destination. What
 * continues an id does so with {@code -}, see {@link IdRange}.
 *
 * @param digest stands for the blob's name
 * @param time the time of the first record
 * @param from where the batch begins in the blob
 * @param end where it ends, and what distinguishes it from others that begin there
 */
public record BatchId(String digest, long time, long from, String end) {

  private static final String ANEW = ".anew";
  private static final String REPLAYED = "replayed.";
  private static final Pattern ID = Pattern.compile("([^-]+)-(\\d+)-(\\d+)-([^-]+)");
  private static final Pattern PART = Pattern.compile("(.+)-(?:allow|deny)(?:\\..*)?");
  private static final Pattern BYTES = Pattern.compile("(\\d+)(?:\\.anew\\d+)?");
  private static final Pattern EDITION = Pattern.compile("\\.anew(\\d+)");

  /**
   * A batch that is cut out of a blob.
   *
   * @param edition how often the blob was rewritten
   */
  public static BatchId of(Origin blob, long time, long from, long to, int edition) {
    String end = edition == 0 ? String.valueOf(to) : to + ANEW + edition;
    return new BatchId(blob.digest(), time, from, end);
  }

  /**
   * A batch of flows that dead letters held.
   *
   * @param flows the first of them
   * @param digest stands for the ids of all of them
   */
  public static BatchId replayed(RecordContext flows, String digest) {
    return new BatchId(
        flows.origin().digest(), flows.timeMillis(), flows.offset(), REPLAYED + digest);
  }

  /**
   * The batch of a name.
   *
   * @throws IllegalArgumentException if it is not that of a batch
   */
  public static BatchId parse(String id) {
    Matcher match = ID.matcher(id);
    if (!match.matches()) {
      throw new IllegalArgumentException("'" + id + "' is not the name of a batch");
    }
    return new BatchId(
        match.group(1),
        Long.parseLong(match.group(2)),
        Long.parseLong(match.group(3)),
        match.group(4));
  }

  /** The batch of a part; empty for a flow that a route split off, and for what was gathered. */
  public static Optional<BatchId> ofPart(String part) {
    Matcher match = PART.matcher(part);
    return match.matches() && ID.matcher(match.group(1)).matches()
        ? Optional.of(parse(match.group(1)))
        : Optional.empty();
  }

  /**
   * Whether both are cut out of the same edition of a blob, and some bytes are in both. What was
   * replayed overlaps with nothing.
   */
  public boolean overlaps(BatchId other) {
    Matcher mine = BYTES.matcher(end);
    Matcher its = BYTES.matcher(other.end);
    return digest.equals(other.digest)
        && mine.matches()
        && its.matches()
        && end.substring(mine.end(1)).equals(other.end.substring(its.end(1)))
        && from < Long.parseLong(its.group(1))
        && other.from < Long.parseLong(mine.group(1));
  }

  /** The name of the part with the flows of a decision. */
  public String part(Decision decision) {
    return toString() + '-' + decision.word();
  }

  /** The digest of the blob that an id is about, be it of a batch, a message or a file. */
  public static String digest(String id) {
    int end = id.indexOf('-');
    return end < 0 ? id : id.substring(0, end);
  }

  /**
   * The names that something had before its blob was rewritten, the last one first; none where it
   * was not.
   */
  public static List<String> earlierEditions(String id) {
    List<String> earlier = new ArrayList<>();
    Matcher edition = EDITION.matcher(id);
    if (edition.find()) {
      for (int number = Integer.parseInt(edition.group(1)) - 1; number >= 0; number--) {
        earlier.add(edition.replaceFirst(number == 0 ? "" : ANEW + number));
      }
    }
    return earlier;
  }

  @Override
  public String toString() {
    return digest + '-' + time + '-' + from + '-' + end;
  }
}
