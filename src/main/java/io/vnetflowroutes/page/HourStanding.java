package io.vnetflowroutes.page;

import java.util.Locale;

/** The state of one hour of one flow log. */
public enum HourStanding {
  /** All its listed blobs are delivered. */
  COMPLETE,
  /** It is not over, or was not listed since: more of it may come. */
  GROWING,
  /** It is overdue, and not all of it is delivered. */
  LATE,
  /** Some of it waits in a spool. */
  WAITING,
  /** Some of it lies in the dead letter. */
  DEAD_LETTERS,
  /** It is over, and had no blob, although the flow log has earlier ones. */
  MISSING,
  /** Its time has not come. */
  NOT_DUE,
  /** The flow log is not known to have had a blob in it. */
  NOTHING;

  /** Whether it needs attention; a missing hour may just have had no traffic. */
  boolean needsSomebody() {
    return this == LATE || this == WAITING || this == DEAD_LETTERS;
  }

  /** The word for it on the page, such as {@code dead letters}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
