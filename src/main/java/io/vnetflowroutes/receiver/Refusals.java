package io.vnetflowroutes.receiver;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an answer means that a type does not read itself. A web page in it is of a proxy, of a
 * firewall or of a login in front of the service. Bad Request and Unprocessable Content refuse a
 * whole request because of an entry, and do not say which. All else follows from the status.
 *
 * @param ofService what people call the service; empty where it may answer with a web page itself
 */
record Refusals(String ofService) {

  private static final Pattern WEB_PAGE =
      Pattern.compile("(?is)\\s*(?:<!--.*?-->\\s*)*<(?:!doctype\\s+html|html|head|body)\\b.*");

  /** What is said of an answer that the service would not give. */
  static AnswerVerdict foreign(Answer answer, String ofService) {
    return AnswerVerdict.of(
        Fate.SETUP,
        "it answered %d, but not as %s does; check url, and what is in front of it"
            .formatted(answer.status(), ofService));
  }

  /** An answer with a web page that cannot be of the service; empty where it may be. */
  Optional<AnswerVerdict> foreign(Answer answer) {
    boolean tells = answer.ok() || answer.refuses();
    return tells && !ofService.isEmpty() && WEB_PAGE.matcher(answer.body()).matches()
        ? Optional.of(foreign(answer, ofService))
        : Optional.empty();
  }

  /** What an answer means by its status; empty where that means the same at any server. */
  Optional<AnswerVerdict> byStatus(Answer answer) {
    return answer.refuses()
        ? Optional.of(
            AnswerVerdict.of(
                Fate.DIVIDE, "it answered %d, so it refuses a flow".formatted(answer.status())))
        : Optional.empty();
  }
}
