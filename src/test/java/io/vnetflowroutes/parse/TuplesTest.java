package io.vnetflowroutes.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.Unreadable;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Proves that it does not matter which tuples are split on the way, and which are found by Jackson.
 */
class TuplesTest {

  private static final String USUAL = FlowLogText.ALLOWED;
  private static final String ESCAPED = FlowLogText.DENIED.replace(",D,", ",\\u0044,");
  private static final String WITH_EXTRA = USUAL + ",more";
  private static final List<String> GOOD = List.of(USUAL, FlowLogText.DENIED, ESCAPED, WITH_EXTRA);
  private static final List<String> BAD = List.of("\"1,2,3\"", "\"\"", "5", "null", "{\"a\":[1]}");
  private static final List<String> BETWEEN = List.of(",", ",", ",", ",", " ,", ", ", "\n,\t");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 600, 4_095, 4_096, 4_097, 6_000, 20_000})
  void eachElementIsReadOnceInItsPlace(int count) {
    Random random = new Random(count);
    List<String> good = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    StringBuilder record = new StringBuilder("{\"flowRecords\":{\"flows\":[{\"flowGroups\":[");
    for (int ordinal = 0, left = 0; ordinal < count; ordinal++) {
      if (left == 0) {
        record.append(ordinal == 0 ? "" : "]},").append("{\"flowTuples\":[");
        left = 1 + random.nextInt(count);
      } else {
        record.append(any(BETWEEN, random));
      }
      left--;
      if (random.nextInt(20) == 0) {
        String element = any(BAD, random);
        bad.add(ordinal + element);
        record.append(element);
      } else {
        String tuple = random.nextInt(10) == 0 ? any(GOOD, random) : USUAL;
        good.add(ordinal + tuple.replace("\\u0044", "D"));
        record.append('"').append(tuple).append('"');
      }
    }
    record.append("]}]}]}}");
    List<Batch> batches = FlowLogText.read(FlowLogText.blob(record.toString()));
    assertThat(FlowLogText.flows(batches))
        .extracting(flow -> flow.ordinal() + flow.tuple())
        .isEqualTo(good);
    assertThat(FlowLogText.unreadable(batches))
        .extracting(
            element -> element.ordinal() + new String(element.text(), StandardCharsets.UTF_8))
        .isEqualTo(bad);
  }

  private static String any(List<String> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  @Test
  void theLimitOfTextsHoldsForUsualTuples() {
    String quoted = '"' + USUAL + '"';
    String tuples = String.join(",", quoted, quoted, quoted);
    String blob =
        FlowLogText.blob(
            "{\"flowRecords\":{\"flows\":[{\"flowGroups\":[{\"flowTuples\":[" + tuples + "]}]}]}}");
    Batches batches =
        new Batches(
            FlowLogText.ORIGIN,
            new ByteArrayInputStream(FlowLogText.utf8(blob)),
            FlowLogText.NO_LIMITS,
            RecordJson.within(USUAL.length() - 1, 100));
    List<Batch> all = FlowLogText.all(batches);
    assertThat(FlowLogText.flows(all)).isEmpty();
    assertThat(FlowLogText.unreadable(all))
        .hasSize(3)
        .extracting(Unreadable::reason)
        .allMatch(reason -> reason.contains("(flowlogs.string-limit)"));
  }

  @Test
  void aRecordThatBreaksBehindUsualTuplesIsSetAsideWhole() {
    String broken = FlowLogText.record(0, USUAL, USUAL, USUAL).replace("\"]}", "\"}]");
    List<Batch> batches = FlowLogText.read(FlowLogText.blob(broken, FlowLogText.record(1, USUAL)));
    assertThat(FlowLogText.unreadable(batches)).isNotEmpty();
    List<Flow> flows = FlowLogText.flows(batches);
    assertThat(flows).hasSize(1).extracting(Flow::tuple).containsExactly(USUAL);
  }
}
