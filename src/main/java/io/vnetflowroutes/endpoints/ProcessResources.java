package io.vnetflowroutes.endpoints;

import io.vnetflowroutes.files.SameName;
import io.vnetflowroutes.files.UnfinishedName;
import io.vnetflowroutes.message.ResumedBatches;
import java.nio.file.Path;
import java.util.Set;
import org.apache.camel.spi.IdempotentRepository;

/**
 * The resources of one delivering process, so that several processes can deliver to the same
 * destinations at the same time.
 *
 * @param deliveries the messages that each destination has acknowledged
 * @param resumed the acknowledged messages of batches that an earlier process had in hand
 * @param spool the folder of the spools
 * @param spoolLimit how many bytes may wait for one destination; 0 if none may
 * @param setsAside whether permanently refused messages go to the dead letter; otherwise they stay
 *     where they are
 * @param only the names of the destinations that get anything; empty for all
 * @param unfinished the prefix of the name of a file that is being written
 * @param sameName what happens to an existing file with other content
 */
public record ProcessResources(
    IdempotentRepository deliveries,
    ResumedBatches resumed,
    Path spool,
    long spoolLimit,
    boolean setsAside,
    Set<String> only,
    String unfinished,
    SameName sameName) {

  /** Whether messages that are not accepted may wait. */
  public boolean spools() {
    return spoolLimit > 0;
  }

  /** Distinguishes the names of files that this process gathers from those of the service. */
  String unit() {
    return unfinished.substring(UnfinishedName.PREFIX.length() - 1, unfinished.length() - 1);
  }

  /** Whether a destination gets anything. */
  public boolean serves(String destination) {
    return only.isEmpty() || only.contains(destination);
  }
}
