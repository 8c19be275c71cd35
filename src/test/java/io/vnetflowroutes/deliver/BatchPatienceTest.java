package io.vnetflowroutes.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.message.RouteNames;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** Proves that many destinations that hang hold up a batch hardly longer than one. */
final class BatchPatienceTest {

  private static final Duration WHOLE = Duration.ofSeconds(10);

  private static Exchange exchange(String batch) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    if (batch != null) {
      BatchPart none = new BatchPart(batch, FlowLogText.ORIGIN, Decision.ALLOW, List.of());
      exchange.setVariable(
          RouteNames.BATCH,
          new Batch(batch, FlowLogText.ORIGIN, 0, 9, 1, none, none, List.of(), new byte[0], false));
    }
    return exchange;
  }

  @Test
  void eachThatGetsNoAnswerLeavesTheNextHalfAsLongButNeverNothing() {
    Exchange one = exchange("one");
    Duration all = Duration.ZERO;
    for (int destination = 0; destination < 20; destination++) {
      Duration patience = BatchPatience.of(one, WHOLE);
      assertThat(patience)
          .isBetween(
              Duration.ofMillis(500),
              WHOLE.dividedBy(1L << Math.min(4, destination)).plusMillis(1));
      all = all.plus(patience);
      BatchPatience.inVain(one);
    }
    assertThat(all).isLessThan(Duration.ofSeconds(28));
  }

  @Test
  void theNextBatchHasItsWholeTimeAndSoHasWhatBelongsToNone() {
    BatchPatience.inVain(exchange("one"));
    assertThat(BatchPatience.of(exchange("one"), WHOLE)).isEqualTo(WHOLE.dividedBy(2));
    assertThat(BatchPatience.of(exchange("two"), WHOLE)).isEqualTo(WHOLE);
    assertThat(BatchPatience.of(exchange(null), WHOLE)).isEqualTo(WHOLE);
    BatchPatience.inVain(exchange(null));
    assertThat(BatchPatience.of(exchange("one"), WHOLE)).isEqualTo(WHOLE.dividedBy(2));
  }

  @Test
  void aPatienceThatIsShortAnywayIsNotMadeLonger() {
    BatchPatience.inVain(exchange("three"));
    assertThat(BatchPatience.of(exchange("three"), Duration.ofMillis(300)))
        .isEqualTo(Duration.ofMillis(300));
  }
}
