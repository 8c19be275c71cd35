package io.vnetflowroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.FlowLogText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves that a finer rule takes exactly its flows, as a part with an id of its own. */
class BatchPartTest {

  private static String to(int port, String source) {
    return "1788249600123," + source + ",10.2.0.5,50000," + port + ",6,I,D,NX,0,0,0,0";
  }

  private static BatchPart part() {
    return FlowLogText.part(
        Decision.DENY,
        to(22, "192.0.2.1"),
        to(3389, "192.0.2.2"),
        to(443, "2001:db8::1"),
        to(22, "192.0.2.2"),
        to(222, "192.0.2.1"));
  }

  @ParameterizedTest
  @CsvSource({
    "dst_port, 22, '0,3'",
    "dst_port, '22,3389', '0,1,3'",
    "dst_port, ' 22 , 3389 ', '0,1,3'",
    "dst_port, '22,22', '0,3'",
    "dst_port, 2, ''",
    "src_ip, 192.0.2.1, '0,4'",
    "src_ip, 2001:db8::1, 2",
    "protocol, 6, '0,1,2,3,4'",
    "state, B, ''",
  })
  void flowsAreTakenByAFieldsValue(String field, String values, String ordinals) {
    BatchPart taken = part().where(field, values);
    assertThat(taken.flows().stream().map(flow -> String.valueOf(flow.ordinal())))
        .containsExactly(ordinals.isEmpty() ? new String[0] : ordinals.split(",", -1));
    assertThat(taken.size()).isEqualTo(taken.flows().size());
    assertThat(taken.decision()).isEqualTo(Decision.DENY);
    assertThat(taken.origin()).isEqualTo(FlowLogText.ORIGIN);
  }

  @Test
  void aTakenPartHasAnIdOfItsOwnThatStartsWithTheParts() {
    BatchPart part = part();
    assertThat(part.where("dst_port", "22").id())
        .startsWith(part.id())
        .isNotEqualTo(part.id())
        .isEqualTo(part.where("dst_port", "22").id())
        .isNotEqualTo(part.where("dst_port", "3389").id())
        .isNotEqualTo(part.where("src_port", "22").id());
  }

  @Test
  void anUnknownFieldIsAnsweredWithThoseThereAre() {
    assertThatThrownBy(() -> part().where("port", "22"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dst_port");
  }
}
