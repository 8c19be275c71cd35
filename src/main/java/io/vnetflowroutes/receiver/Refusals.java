package io.vnetflowroutes.receiver;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The meaning of an answer that a type does not read itself. A web page comes from a proxy, a
 * firewall or a login in front of the service. Bad Request and Unprocessable Content refuse a whole
 * request because of one entry, and do not say which. Everything else follows from the status.
 *
 * @param ofService the name of the service for people; empty if it may answer with a web page
 *     itself
 */
record Refusals(String ofService) {

  private static final Pattern WEB_PAGE =
      Pattern.compile("(?is)\\s*(?:<!--.*?-->\\s*)*<(?:!doctype\\s+html|html|head|body)\\b.*");

  /** The verdict for an answer that the service would not give. */
  static AnswerVerdict foreign(Answer answer, String ofService) {
    return AnswerVerdict.of(
        Fate.SETUP,
        "it answered %d, but not as %s does; check url, and what is in front of it"
            .formatted(answer.status(), ofService));
  }

  /** The verdict for a web page that cannot come from the service; empty if it may. */
  Optional<AnswerVerdict> foreign(Answer answer) {
    boolean tells = answer.ok() || answer.refuses();
    return tells && !ofService.isEmpty() && WEB_PAGE.matcher(answer.body()).matches()
        ? Optional.of(foreign(answer, ofService))
        : Optional.empty();
  }

  /** The verdict of an answer's status; empty if it means the same at any server. */
  Optional<AnswerVerdict> byStatus(Answer answer) {
    return answer.refuses()
        ? Optional.of(
            AnswerVerdict.of(
                Fate.DIVIDE, "it answered %d, so it refuses a flow".formatted(answer.status())))
        : Optional.empty();
  }
}
