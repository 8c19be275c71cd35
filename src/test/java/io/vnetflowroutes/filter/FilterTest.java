package io.vnetflowroutes.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.TupleField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that what a filter keeps and what it leaves out is all, and that it says why. */
class FilterTest {

  private static final List<String> ADDRESSES =
      List.of("10.1.0.4", "10.2.0.5", "20.10.127.193", "168.63.129.16", "fd00::1", "2a01:111::1");

  /** Values of which each condition tells some of the random flows, and not all. */
  private static final Map<Condition, String> SOME =
      Map.ofEntries(
          Map.entry(Condition.STATES, "B, E"),
          Map.entry(Condition.DIRECTIONS, "I"),
          Map.entry(Condition.PROTOCOLS, "udp, 1"),
          Map.entry(Condition.SRC_PORTS, "1024-40000"),
          Map.entry(Condition.DST_PORTS, "22,443"),
          Map.entry(Condition.PORTS, "0-1023"),
          Map.entry(Condition.SRC_CIDRS, "10.1.0.0/16, fd00::/8"),
          Map.entry(Condition.DST_CIDRS, "10.1.0.4"),
          Map.entry(Condition.CIDRS, "20.0.0.0/8"),
          Map.entry(Condition.SRC_SCOPES, "public"),
          Map.entry(Condition.DST_SCOPES, "azure-platform, private"),
          Map.entry(Condition.SCOPES, "internal"),
          Map.entry(Condition.RULES, "*rule1, RULE3"));

  private static BatchPart random(Random random, Decision decision, int records) {
    String[] texts = new String[records];
    for (int i = 0; i < records; i++) {
      String[] tuples = new String[5];
      Arrays.setAll(tuples, index -> tuple(random, decision));
      texts[i] = FlowLogText.record(i % 60, tuples);
    }
    List<Flow> flows = FlowLogText.flows(FlowLogText.read(FlowLogText.blob(texts)));
    return new BatchPart("batch-" + decision, FlowLogText.ORIGIN, decision, flows);
  }

  private static String tuple(Random random, Decision decision) {
    return String.join(
        ",",
        "1788249600123",
        ADDRESSES.get(random.nextInt(ADDRESSES.size())),
        ADDRESSES.get(random.nextInt(ADDRESSES.size())),
        String.valueOf(random.nextInt(65_536)),
        String.valueOf(new int[] {22, 443, 53, 50_000}[random.nextInt(4)]),
        String.valueOf(new int[] {6, 17, 1}[random.nextInt(3)]),
        random.nextBoolean() ? "I" : "O",
        decision == Decision.DENY ? "D" : List.of("B", "C", "E").get(random.nextInt(3)),
        "NX,,,,");
  }

  private static Set<String> ids(List<Flow> flows) {
    return flows.stream().map(Flow::id).collect(Collectors.toSet());
  }

  private static int sum(Selection selection) {
    return selection.leftOut().values().stream().mapToInt(Integer::intValue).sum();
  }

  @Test
  void whatIsKeptAndWhatIsLeftOutIsAll() {
    Random random = new Random(5);
    for (int round = 0; round < 300; round++) {
      Decision decision = random.nextBoolean() ? Decision.ALLOW : Decision.DENY;
      BatchPart part = random(random, decision, 1 + random.nextInt(12));
      Map<Condition, String> dropped = new EnumMap<>(Condition.class);
      SOME.forEach(
          (condition, values) -> {
            if (random.nextInt(6) == 0) {
              dropped.put(condition, values);
            }
          });
      int oneIn = 1 + random.nextInt(4);
      Selection selection = Filter.of(dropped, oneIn).select(part);
      assertThat(selection.kept().size() + sum(selection)).isEqualTo(part.size());
      for (int i = 0; i < selection.kept().size(); i++) {
        assertThat(part.flows().get(selection.place(i))).isSameAs(selection.kept().get(i));
      }
      assertThat(selection.place(selection.kept().size())).isEqualTo(part.size());
      Set<String> reasons =
          dropped.keySet().stream().map(Condition::word).collect(Collectors.toSet());
      reasons.add(Filter.SAMPLE);
      assertThat(reasons).containsAll(selection.leftOut().keySet());
      assertThat(selection.leftOut().values()).doesNotContain(0);
      assertThat(ids(Filter.of(dropped, oneIn).select(part).kept()))
          .isEqualTo(ids(selection.kept()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void droppingAndKeepingAreOpposites(Condition condition) {
    BatchPart part = random(new Random(7), Decision.ALLOW, 40);
    Selection dropped = Filter.dropping(condition, SOME.get(condition)).select(part);
    Selection kept = Filter.keeping(condition, SOME.get(condition)).select(part);
    assertThat(dropped.kept()).isNotEmpty();
    assertThat(kept.kept()).isNotEmpty();
    assertThat(ids(dropped.kept())).doesNotContainAnyElementsOf(ids(kept.kept()));
    assertThat(dropped.kept().size() + kept.kept().size()).isEqualTo(part.size());
    assertThat(dropped.leftOut()).containsExactly(Map.entry(condition.word(), kept.kept().size()));
    assertThat(kept.leftOut())
        .containsExactly(Map.entry("not-" + condition.word(), dropped.kept().size()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "states|D|D",
        "states|B,D|AD",
        "states|C|",
        "directions|I|D",
        "directions|I,O|AD",
        "protocols|TCP|AD",
        "protocols|6|AD",
        "protocols|udp, icmp|",
        "src-ports|50000|A",
        "src-ports|50000-50001|AD",
        "dst-ports|22, 80|D",
        "dst-ports|0-65535|AD",
        "ports|443, 50001|AD",
        "src-cidrs|10.0.0.0/8|A",
        "dst-cidrs|10.1.0.4|D",
        "cidrs|10.1.0.0/24|AD",
        "cidrs|192.0.2.0/24, 2001:db8::/32|D",
        "cidrs|0.0.0.0/0|AD",
        "cidrs|::/0|",
        "src-scopes|documentation|D",
        "dst-scopes|private, public|AD",
        "scopes|internal|A",
        "scopes|other|D",
        "rules|rule0|AD",
        "rules|RULE*|AD",
        "rules|*0, x|AD",
        "rules|rule|",
        "rules|r.le0|",
      })
  void aConditionTellsTheseFlows(String condition, String values, String told) {
    BatchPart part = FlowLogText.part(Decision.ALLOW, FlowLogText.ALLOWED, FlowLogText.DENIED);
    Selection selection = Filter.keeping(Condition.named(condition), values).select(part);
    String letters =
        selection.kept().stream()
            .map(flow -> flow.decision() == Decision.DENY ? "D" : "A")
            .collect(Collectors.joining());
    assertThat(letters).isEqualTo(told == null ? "" : told);
  }

  @Test
  void aFlowIsCountedUnderTheFirstReason() {
    BatchPart part = FlowLogText.part(Decision.ALLOW, FlowLogText.ALLOWED, FlowLogText.DENIED);
    Map<Condition, String> dropped =
        Map.of(Condition.CIDRS, "10.0.0.0/8", Condition.STATES, "B", Condition.RULES, "*");
    assertThat(Filter.of(dropped, 1).select(part).leftOut())
        .isEqualTo(Map.of("states", 1, "cidrs", 1));
  }

  @Test
  void aPartOfWhichNothingIsLeftOutIsNotCopied() {
    BatchPart part = FlowLogText.part(Decision.ALLOW, FlowLogText.ALLOWED);
    Selection selection = Filter.dropping(Condition.STATES, "C").select(part);
    assertThat(selection.kept()).isSameAs(part.flows());
    assertThat(selection.leftOut()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 100})
  void samplingKeepsAboutOneInN(int oneIn) {
    BatchPart part = random(new Random(1), Decision.ALLOW, 6000);
    double wanted = (double) part.size() / oneIn;
    int kept = Filter.of(Map.of(), oneIn).select(part).kept().size();
    assertThat((double) kept).isCloseTo(wanted, within(5 * Math.sqrt(wanted)));
  }

  @Test
  void samplingKeepsTheSameFlowsHoweverTheyAreCut() {
    BatchPart part = random(new Random(2), Decision.ALLOW, 400);
    Set<String> whole = ids(Filter.of(Map.of(), 5).select(part).kept());
    List<Flow> inPieces = new ArrayList<>();
    for (int from = 0; from < part.size(); from += 7) {
      List<Flow> piece = part.flows().subList(from, Math.min(part.size(), from + 7));
      BatchPart cut = new BatchPart("other-" + from, part.origin(), part.decision(), piece);
      inPieces.addAll(Filter.of(Map.of(), 5).select(cut).kept());
    }
    assertThat(ids(inPieces)).isEqualTo(whole);
    assertThat(whole).containsAll(ids(Filter.of(Map.of(), 50).select(part).kept()));
  }

  /** A release that hashed otherwise would send other flows after a crash than before. */
  @Test
  void samplingStaysTheSameInEveryRelease() {
    BatchPart part = random(new Random(3), Decision.ALLOW, 4);
    List<Integer> places = new ArrayList<>();
    Selection selection = Filter.of(Map.of(), 4).select(part);
    for (int i = 0; i < selection.kept().size(); i++) {
      places.add(selection.place(i));
    }
    assertThat(places).isEqualTo(List.of(2, 6, 10, 18));
  }

  @Test
  void deniedFlowsAreNotSampledUnlessARouteFileSaysSo() {
    BatchPart part = random(new Random(4), Decision.DENY, 100);
    assertThat(Filter.of(Map.of(), 10).select(part).kept()).hasSize(part.size());
    assertThat(Filter.sampling(10).select(part).kept()).hasSizeLessThan(part.size() / 5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "states|b",
        "states|B,,C",
        "directions|X",
        "protocols|256",
        "protocols|TPC",
        "src-ports|65536",
        "dst-ports|20-10",
        "ports|ssh",
        "cidrs|10.0.0.1/8",
        "src-cidrs|10.0.0.0/33",
        "dst-cidrs|example.com",
        "scopes|inside",
        "src-scopes|Public",
        "rules|a,,b",
      })
  void wrongValuesAreSaidInASentence(String word, String values) {
    Condition condition = Condition.named(word);
    assertThat(condition.accepts(values)).isFalse();
    assertThatThrownBy(() -> Filter.dropping(condition, values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("%s are '%s', but must be %s".formatted(word, values, condition.allowed()));
  }

  @Test
  void unknownConditionsAreSaidWithTheOnesThereAre() {
    assertThatThrownBy(() -> Condition.named("state"))
        .hasMessageContaining("'state'")
        .hasMessageContaining("states, directions, protocols");
    assertThat(Stream.of(Condition.values())).allMatch(condition -> condition.accepts(""));
  }

  @Test
  void addressesThatAreNoneAreInNoNetworkAndInNoScope() {
    String tuple = FlowLogText.ALLOWED.replace("10.1.0.4", "abc");
    BatchPart part = FlowLogText.part(Decision.ALLOW, tuple);
    assertThat(part.flows().get(0).get(TupleField.SRC_IP)).isEqualTo("abc");
    for (Condition condition :
        List.of(Condition.SRC_CIDRS, Condition.SRC_SCOPES, Condition.SCOPES)) {
      String all =
          condition == Condition.SRC_CIDRS
              ? "0.0.0.0/0, ::/0"
              : condition.allowed().replaceAll("some of |, separated.*", "");
      assertThat(Filter.dropping(condition, all).select(part).kept()).hasSize(1);
    }
  }
}
