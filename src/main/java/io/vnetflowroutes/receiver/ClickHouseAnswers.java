package io.vnetflowroutes.receiver;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads answers of ClickHouse, which writes an exception into the body even if it has sent the
 * status 200 before. A request is one block: if a row cannot be read, nothing is stored.
 */
final class ClickHouseAnswers implements Answers {

  private static final Pattern CODE = Pattern.compile("Code: (\\d{1,5})\\D");
  private static final String EXCEPTION = "DB::Exception";

  /** Error codes of rows: values that cannot be read, and types that do not fit. */
  private static final Set<Integer> OF_A_ROW =
      Set.of(6, 26, 27, 38, 41, 53, 69, 70, 72, 117, 131, 321, 349, 691);

  /** Error codes of the setup: tables, columns, settings, users, rights, and unknown requests. */
  private static final Set<Integer> OF_SETUP =
      Set.of(16, 44, 46, 47, 50, 60, 62, 73, 81, 115, 164, 192, 193, 194, 291, 497, 516);

  @Override
  public Optional<AnswerVerdict> read(Answer answer, int entries) {
    if (!answer.body().contains(EXCEPTION)) {
      return answer.refuses()
          ? Optional.of(Refusals.foreign(answer, "ClickHouse"))
          : Optional.empty();
    }
    Matcher found = CODE.matcher(answer.body());
    int code = found.find() ? Integer.parseInt(found.group(1)) : 0;
    String reason = "it answered %d with code %d".formatted(answer.status(), code);
    if (OF_A_ROW.contains(code)) {
      return Optional.of(AnswerVerdict.of(Fate.DIVIDE, reason + ", so it cannot read a flow"));
    }
    return Optional.of(
        OF_SETUP.contains(code)
            ? AnswerVerdict.of(Fate.SETUP, reason + "; check table, columns, user and rights")
            : AnswerVerdict.of(Fate.LATER, reason));
  }
}
