package io.vnetflowroutes.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.format.PickyFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Proves that a flow for which a plug-in's format fails does not fail the task. */
class FlowRecordsTest {

  @Test
  void aFlowThatItsFormatDoesNotWriteIsADeadLetterAndTheOthersAreRecords() throws Exception {
    ConnectorSettings settings = new ConnectorSettings(Map.of("name", "prod"));
    FlowRecords records =
        new FlowRecords(
            settings,
            PickyFormat.pool(ordinal -> ordinal == 1 ? () -> null : null),
            new DeadLetterRecords(settings, true));
    String denied = FlowLogText.DENIED;
    List<Outgoing> all =
        records.of(
            FlowLogText.read(FlowLogText.blob(FlowLogText.record(1, denied, denied, denied)))
                .get(0));
    assertThat(all).hasSize(3);
    assertThat(new String((byte[]) all.get(0).value(), StandardCharsets.UTF_8)).endsWith("-0");
    assertThat(new String((byte[]) all.get(2).value(), StandardCharsets.UTF_8)).endsWith("-2");
    assertThat(all.get(1).topic()).isEqualTo(settings.get(ConnectorKeys.DEAD_LETTER_TOPIC));
    JsonNode letter = new ObjectMapper().readTree((String) all.get(1).value());
    assertThat(letter.get("text").textValue()).isEqualTo(denied);
    assertThat(letter.get("reason").textValue())
        .contains("the format 'picky' of a plug-in")
        .contains("returned no line");
  }
}
