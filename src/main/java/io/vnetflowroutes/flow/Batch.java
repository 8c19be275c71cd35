package io.vnetflowroutes.flow;

import java.util.List;
import java.util.stream.Stream;

/**
 * A run of consecutive whole records of one blob: the unit of delivery and of progress.
 *
 * @param id names the batch permanently; its parts' ids start with it
 * @param origin the blob
 * @param from where the batch starts in the blob, in bytes: the end of what came before it
 * @param to where its last record ends
 * @param records how many records it holds, unreadable ones counted
 * @param allowed the flows that Azure let through
 * @param denied the flows that Azure stopped
 * @param unreadable what could not be read
 * @param anchor the last bytes before {@code to}, by which a rewritten blob is recognised
 * @param last whether nothing more was to be read behind it
 */
public record Batch(
    String id,
    Origin origin,
    long from,
    long to,
    int records,
    BatchPart allowed,
    BatchPart denied,
    List<Unreadable> unreadable,
    byte[] anchor,
    boolean last) {

  /** The parts that hold any flow. */
  public List<BatchPart> parts() {
    return Stream.of(allowed, denied).filter(part -> part.size() > 0).toList();
  }

  /** How many flows the batch holds. */
  public int flows() {
    return allowed.size() + denied.size();
  }

  /** Of the id alone: Camel hashes a body each time it calls one of its methods. */
  @Override
  public int hashCode() {
    return id.hashCode();
  }
}
