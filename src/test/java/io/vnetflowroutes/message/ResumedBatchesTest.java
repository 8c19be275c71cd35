package io.vnetflowroutes.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.message.ResumedBatches.Stretch;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Proves that of a batch that was in hand before only the rest goes to each destination. */
class ResumedBatchesTest {

  private static final String ID = "digest-1-0-900";

  private final ResumedBatches resumed =
      new ResumedBatches(
          part ->
              List.of(
                  part + "-0-4|lake",
                  part + "-6-2|lake",
                  part + "-4-1|siem",
                  ID + "-deny-0-10|lake",
                  part + "-0-1-lake|dead-letter"));

  private static BatchPart part(int flows) {
    List<Flow> all =
        Collections.nCopies(flows, FlowLogText.flow(FlowLogText.record(1, FlowLogText.ALLOWED)));
    return new BatchPart(ID + "-allow", FlowLogText.ORIGIN, Decision.ALLOW, all);
  }

  private static Batch batch() {
    BatchPart none = part(0);
    return new Batch(ID, FlowLogText.ORIGIN, 0, 900, 1, none, none, List.of(), new byte[0], false);
  }

  @Test
  void aNewBatchIsSentInFull() {
    assertThat(resumed.open(part(10), "lake")).containsExactly(new Stretch(0, 10));
  }

  @Test
  void ofOneThatWasInHandOnlyTheRestIsSent() {
    resumed.add(batch());
    assertThat(resumed.open(part(10), "lake"))
        .containsExactly(new Stretch(4, 6), new Stretch(8, 10));
    assertThat(resumed.open(part(8), "lake")).containsExactly(new Stretch(4, 6));
    assertThat(resumed.open(part(10), "siem"))
        .containsExactly(new Stretch(0, 4), new Stretch(5, 10));
    assertThat(resumed.open(part(10), "bus")).containsExactly(new Stretch(0, 10));
    resumed.remove(batch());
    assertThat(resumed.open(part(10), "lake")).containsExactly(new Stretch(0, 10));
  }
}
