package io.vnetflowroutes.page;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLoggerFactory;

/** Proves that the page has the last warnings and errors of the log, and nothing else. */
class LastLinesTest {

  @Test
  void warningsAndErrorsAreKeptTheNewestFirst() {
    LoggerContext logging = new LoggerContext();
    LastLines lines = new LastLines();
    lines.listen(logging);
    Logger log = logging.getLogger("any");
    log.info("nothing to worry about");
    log.atWarn().addKeyValue("blob", "a\nb\u202e\" c=\"d").log("It is {}", "odd");
    log.error("It is bad");
    log.warn("x".repeat(5000));
    assertThat(lines.newest().stream().map(LastLines.Line::level))
        .containsExactly("WARN", "ERROR", "WARN");
    assertThat(lines.newest().get(0).text()).hasSize(2001).endsWith("x…");
    assertThat(lines.newest().get(2).text()).isEqualTo("It is odd blob=\"a b \\\" c=\\\"d\"");
    for (int i = 0; i < 80; i++) {
      log.warn("line {}", i);
    }
    assertThat(lines.newest()).hasSize(50);
    assertThat(lines.newest().get(0).text()).isEqualTo("line 79");
  }

  @Test
  void aLogThatIsNotLogbacksIsLeftAlone() {
    LastLines lines = new LastLines();
    lines.listen(new NOPLoggerFactory());
    assertThat(lines.newest()).isEmpty();
  }
}
