package io.vnetflowroutes.bundle;

import java.util.List;

/** Why Camel could not start, in the user's words: a route file, a URI, or an option of Camel. */
public final class StartProblem {

  private StartProblem() {}

  /** The sentences for an error at the start. */
  public static List<String> sentences(Throwable error) {
    StringBuilder all = new StringBuilder();
    String last = "";
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("").trim();
      if (!message.isEmpty() && !last.contains(message)) {
        all.append(all.isEmpty() ? "" : ": ").append(message);
        last = message;
      }
    }
    return List.of(all.toString());
  }
}
