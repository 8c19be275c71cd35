package io.vnetflowroutes.files;

import java.nio.file.Path;
import org.apache.camel.Exchange;

/** What happens to a message if a file with its name exists and holds other bytes. */
public enum SameName {
  /** Both are kept: the new one gets a name of its own. */
  KEEP_BOTH,
  /** The file that is there is left alone, and the message is not written. */
  LEAVE_ALONE,
  /** The new one takes the place of the one that is there. */
  REPLACE;

  /** The option in the URI of a file endpoint. Where {@code fileExist} is given, that one holds. */
  public static final String OPTION = "sameName";

  /**
   * The header that says that no other message has the name of this file: what is there under it
   * was written whole, and by whoever planned it.
   */
  public static final String PLANNED = "CamelFlowlogsPlanned";

  /**
   * The header with the list of names that such a file may have if it was written before the
   * settings gave it another ending. The file component finds them by itself.
   */
  public static final String PLANNED_AS = "CamelFlowlogsPlannedAs";

  /** Gets such files. */
  public interface Listener {

    /** A file was written beside the one that is there. */
    void keptBoth(Exchange exchange, Path there, Path beside);

    /** A message was not written, for the sake of the file that is there. */
    void leftAlone(Exchange exchange, Path there);
  }
}
