package io.vnetflowroutes.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.handover.BatchRecord;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.SourceKeys;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Proves that the tables and lists of docs/scale-out.md are those of the code. */
class ScaleOutPageTest {

  private static final Path PAGE = Path.of("docs/scale-out.md");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  @TempDir private Path folder;

  private static String section(String title) throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf("\n### " + title + "\n");
    assertThat(begin).as(title).isPositive();
    int end = page.indexOf("\n### ", begin + 5);
    return page.substring(begin, end < 0 ? page.length() : end);
  }

  /** The first cells of the rows of a table, and what is in the second ones. */
  private static List<List<String>> rows(String text, String head) {
    List<List<String>> rows = new ArrayList<>();
    text.substring(text.indexOf(head))
        .lines()
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> List.of(line.split(" *\\| *", -1)))
        .forEach(rows::add);
    assertThat(rows).as(head).isNotEmpty();
    return rows;
  }

  private static List<String> code(String text) {
    return CODE.matcher(text).results().map(code -> code.group(1)).toList();
  }

  @Test
  void theKeysOfTheConnectorAloneAreThoseOfTheTable() throws IOException {
    List<String> written = new ArrayList<>();
    for (List<String> row : rows(section("Settings"), "| key | default | meaning |")) {
      written.add(row.get(1).replace("`", "") + " = " + row.get(2).replace("`", ""));
    }
    List<String> declared =
        ConnectorKeys.all().stream()
            .map(key -> key.name() + " = " + Objects.requireNonNullElse(key.defaultValue(), ""))
            .map(line -> line.endsWith(" ") ? line + "none" : line)
            .toList();
    assertThat(written).containsExactlyInAnyOrderElementsOf(declared);
  }

  @Test
  void theKeysOfTheProgramAndOfADestinationAreThoseThatThePageLists() throws IOException {
    String text = section("Settings");
    String list =
        text.substring(
            text.indexOf("These keys of the program hold"), text.indexOf("Only the con"));
    Set<String> written = new TreeSet<>(code(list.replaceAll("\\s+", " ")));
    written.remove("flowlogs.delay");
    written.add("delay");
    Set<String> taken =
        ConnectorSettings.keys().values().stream()
            .map(ConnectorSettings.Known::key)
            .filter(key -> !ConnectorKeys.all().contains(key))
            .filter(key -> !SourceKeys.GROUP.all().contains(key))
            .map(key -> key.shortName().replaceFirst("^drop\\..*", "drop"))
            .collect(Collectors.toCollection(TreeSet::new));
    taken.add(ProgramKeys.NETWORKS.shortName().replace("*", "NAME"));
    assertThat(written).isEqualTo(taken);
  }

  @Test
  void theMetricsAreThoseOfATask() throws Exception {
    Set<String> written = new TreeSet<>();
    for (List<String> row : rows(section("Watching"), "| metric | meaning |")) {
      written.addAll(code(row.get(1)));
    }
    written.removeAll(Set.of("flow-log", "lag-seconds", "lag-seconds.FLOWLOG"));
    TaskRun task = new TaskRun(folder);
    task.write(FlowLogText.twoFlows(0));
    Set<String> shown = new TreeSet<>();
    task.whenDone(
        running -> {
          shown.addAll(TaskRun.metrics());
        });
    task.run(task.configuration());
    assertThat(shown.removeIf(name -> name.startsWith("lag-seconds."))).isTrue();
    assertThat(written).isEqualTo(shown);
  }

  @Test
  void theHeadersOfABatchAreThoseOfTheTable() throws IOException {
    String page = Files.readString(PAGE);
    Set<String> written = new TreeSet<>();
    for (List<String> row : rows(page, "| header | meaning |")) {
      written.addAll(code(row.get(1)));
    }
    Map<String, String> headers =
        BatchRecord.of(
                FlowLogText.read(FlowLogText.blob(FlowLogText.twoFlows(0))).get(0),
                "host/container",
                0,
                new byte[0])
            .headers();
    assertThat(written).isEqualTo(headers.keySet());
  }

  /** Workers of the tests run with the settings of the compose file. */
  @Test
  void theSettingsOfWorkersAreThoseThatTestsRunWith() throws IOException {
    Properties tried = new Properties();
    tried.load(Files.newBufferedReader(Path.of("deploy/connect/compose/worker.properties")));
    MatchResult block =
        Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL)
            .matcher(section("Install"))
            .results()
            .findFirst()
            .orElseThrow();
    Properties written = new Properties();
    written.load(new StringReader(block.group(1)));
    assertThat(tried.keySet()).containsAll(written.keySet());
    assertThat(tried).containsAllEntriesOf(without(written, "scheduled.rebalance.max.delay.ms"));
    assertThat(tried.keySet()).containsAll(((Map<?, ?>) strimzi().get("config")).keySet());
  }

  private static Map<Object, Object> without(Properties all, String name) {
    Map<Object, Object> others = new HashMap<>(all);
    others.remove(name);
    return others;
  }

  @Test
  void optionsOfTheProducerAreKafkas() throws IOException {
    Set<String> options = new TreeSet<>();
    for (Path file :
        List.of(
            Path.of("deploy/connect/flowlogs-source.json"),
            Path.of("deploy/connect/strimzi.yaml"),
            Path.of("deploy/connect/compose/connector.json"),
            PAGE)) {
      Pattern.compile("producer\\.override\\.([a-z.]+[a-z])")
          .matcher(Files.readString(file))
          .results()
          .map(option -> option.group(1))
          .forEach(options::add);
    }
    assertThat(options).isNotEmpty();
    assertThat(ProducerConfig.configNames()).containsAll(options);
  }

  /** The workers that Strimzi makes. */
  private static Map<?, ?> strimzi() throws IOException {
    String resources = Files.readString(Path.of("deploy/connect/strimzi.yaml"));
    Map<?, ?> workers =
        (Map<?, ?>)
            new Load(LoadSettings.builder().build()).loadAllFromString(resources).iterator().next();
    return (Map<?, ?>) workers.get("spec");
  }
}
