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
 * @param deliveries what each destination has acknowledged
 * @param resumed what was acknowledged of batches that were in hand before
 * @param spool the folder of the spools
 * @param spoolLimit how much may wait for one destination; 0 where nothing is to wait
 * @param setsAside whether messages refused for good go to the dead letter; otherwise they stay
 *     where they are
 * @param only the names of the destinations that get anything; empty for all
 * @param unfinished how the name of a file begins that is being written
 * @param sameName what becomes of a file that is there and holds something else
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

  /** What tells the names of files that it gathers from those of the service. */
  String unit() {
    return unfinished.substring(UnfinishedName.PREFIX.length() - 1, unfinished.length() - 1);
  }

  /** Whether a destination gets anything. */
  public boolean serves(String destination) {
    return only.isEmpty() || only.contains(destination);
  }
}
