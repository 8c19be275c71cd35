package io.vnetflowroutes.deliver;

import io.vnetflowroutes.files.SameName;
import io.vnetflowroutes.message.RouteNames;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts and reports files that existed with other content; it reports once per destination.
 *
 * <p>Any thread may call it.
 */
public final class SameNameReport implements SameName.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(SameNameReport.class);

  private final Counting counting;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /** Counts the flows that are left alone. */
  public interface Counting {

    /** Flows were not written, because existing files may hold them already. */
    void leftAlone(String destination, int flows);
  }

  public SameNameReport(Counting counting) {
    this.counting = counting;
  }

  @Override
  public void keptBoth(Exchange exchange, Path there, Path beside) {
    tell(
        exchange,
        there,
        "A file of this name was there and holds something else; it stays, and what is delivered now"
            + " lies beside it as '"
            + beside.getFileName()
            + "'. Others like it are not told");
  }

  /** The message was not delivered, so none of its flows counts as delivered. */
  @Override
  public void leftAlone(Exchange exchange, Path there) {
    Integer flows = exchange.getMessage().getHeader(RouteNames.FLOWS, 0, Integer.class);
    counting.leftAlone(destination(exchange), flows);
    exchange.getMessage().setHeader(RouteNames.FLOWS, 0);
    boolean gathered = exchange.getMessage().getHeader(SameName.PLANNED, false, Boolean.class);
    tell(
        exchange,
        there,
        gathered
            ? "Files of another process are in this folder, and may hold the flows that were gathered;"
                + " the folder is left alone. To write its hour anew, remove the folder first. Others"
                + " are only counted"
            : "A file of these flows was there and holds something else, as it was made by other settings;"
                + " it is left alone. 'backfill --rewrite' writes such files anew. Others are only counted");
  }

  private static String destination(Exchange exchange) {
    return exchange.getMessage().getHeader(RouteNames.DESTINATION, "", String.class);
  }

  private void tell(Exchange exchange, Path there, String sentence) {
    if (told.add(destination(exchange))) {
      LOG.atWarn()
          .addKeyValue("destination", destination(exchange))
          .addKeyValue("file", there)
          .log(sentence);
    }
  }
}
