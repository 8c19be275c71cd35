package io.vnetflowroutes.backfill;

import io.vnetflowroutes.bytes.Digest;
import java.util.Set;
import java.util.TreeSet;

/**
 * The request of the command line, as it was typed. The same words mean the same backfill, which
 * continues where it was stopped.
 *
 * @param from the first hour: a duration back, an instant, or {@code beginning}
 * @param to the last hour likewise; {@code null} for the newest that has settled
 * @param sources the names of sources; empty for all
 * @param flowLog the name of a flow log; {@code null} for all that the settings take
 * @param destinations the names of destinations; empty for all
 * @param rewrite whether files with other content are rewritten
 */
public record BackfillRequest(
    String from,
    String to,
    Set<String> sources,
    String flowLog,
    Set<String> destinations,
    boolean rewrite) {

  private static final int ID_BYTES = 6;

  /** The permanent name of the backfill. */
  public String id() {
    String words =
        String.join(
            "\n",
            from,
            String.valueOf(to),
            new TreeSet<>(sources).toString(),
            String.valueOf(flowLog),
            new TreeSet<>(destinations).toString());
    return Digest.of(rewrite ? words + "\nrewrite" : words, ID_BYTES);
  }

  /** Whether a source is to be read. */
  public boolean wants(String source) {
    return sources.isEmpty() || sources.contains(source);
  }
}
