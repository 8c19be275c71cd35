package io.vnetflowroutes.state;

import io.vnetflowroutes.errors.Causes;
import io.vnetflowroutes.errors.ThrownError;
import java.sql.SQLException;
import org.sqlite.SQLiteException;

/**
 * A problem with the state file, in words for the person who must fix it. The codes are those of
 * sqlite.org/rescode.html.
 */
final class StateProblem {

  private static final String RESTORE =
      "; restore it from a copy, or move it away, and every source begins anew at flowlogs.start";

  /** The sentence for an empty file, which SQLite would take for a new one. */
  static final String EMPTY = "it is empty, so it was cut off" + RESTORE;

  private StateProblem() {}

  /** The rest of a sentence that begins with the state file. */
  static String sentence(SQLException error) {
    return Causes.first(error, SQLiteException.class)
        .map(StateProblem::sentence)
        .orElseGet(
            () ->
                error.getCause() instanceof Error thrown
                    ? ThrownError.sentence(thrown)
                    : error.getMessage());
  }

  private static String sentence(SQLiteException error) {
    String name = error.getResultCode().name();
    if (name.startsWith("SQLITE_IOERR")) {
      return "its disk fails or has no room (" + name + "); look at the disk";
    }
    if (name.startsWith("SQLITE_READONLY")) {
      return "it, its folder or its file system is read-only; make it writable for this user";
    }
    if (name.startsWith("SQLITE_CANTOPEN")) {
      return "it cannot be opened; look at its owner, its mode and its disk";
    }
    return switch (error.getResultCode()) {
      case SQLITE_FULL -> "its disk is full; make room";
      case SQLITE_NOTADB -> "it is no state file of this program" + RESTORE;
      case SQLITE_CORRUPT, SQLITE_CORRUPT_INDEX -> "it is damaged or cut off" + RESTORE;
      case SQLITE_BUSY -> "another process holds it; end that one";
      default -> error.getMessage();
    };
  }
}
