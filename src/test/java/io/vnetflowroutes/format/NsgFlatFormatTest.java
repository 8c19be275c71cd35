package io.vnetflowroutes.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Flow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that flows of NSG flow logs look like those of VNet ones, byte for byte. */
class NsgFlatFormatTest {

  @ParameterizedTest
  @ValueSource(strings = {"nsg-v1", "nsg-v2"})
  void aBlobBecomesTheGoldenFile(String name) throws IOException {
    Path folder = Path.of("src/test/resources/golden", name);
    byte[] blob = Files.readAllBytes(folder.resolve("PT1H.json"));
    List<Flow> flows = FlowLogText.flows(FlowLogText.read(blob, 0, FlowLogText.NO_LIMITS));
    Format format = new FlatFormat();
    ByteOutput out = new ByteOutput(1);
    for (Flow flow : flows) {
      format.write(flow, out);
      out.put('\n');
    }
    assertThat(new String(out.toByteArray(), UTF_8))
        .isEqualTo(Files.readString(folder.resolve("flat.ndjson")));
  }
}
