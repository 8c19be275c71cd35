package io.vnetflowroutes.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.camel.Configuration;
import io.vnetflowroutes.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that no two destinations write to one folder, however its name is spelled. */
class DestinationFoldersTest {

  private static final String LAKE = "flowlogs.destination.lake.uri";
  private static final String SIEM = "flowlogs.destination.siem.uri";

  @TempDir private Path folder;
  private final Map<String, String> settings = new HashMap<>();

  @BeforeEach
  void goodSettings() throws IOException {
    settings.put("flowlogs.routes", Files.createDirectories(folder.resolve("routes")).toString());
    settings.put("flowlogs.source.prod.directory", folder.toString());
    settings.put("flowlogs.allow", "lake, siem");
    settings.put("flowlogs.deny", "lake, siem");
    settings.put("a.folder", "out");
  }

  private List<String> problems() throws IOException {
    Path file = Files.writeString(folder.resolve("empty.properties"), "");
    try {
      Configuration.read(file, Map.of(), settings);
      return List.of();
    } catch (ConfigurationException e) {
      return e.problems();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "file:out, file://out, true",
    "file:out, file:./out/?fileExist=Append, true",
    "file:out, file:%6Fut, true",
    "file:out, file:{{env:NO_SUCH_VARIABLE:out}}, true",
    "file:out, file:{{a.folder}}, true",
    "file:out, file:gone/../out, true",
    "file:out, file:out/siem, false",
    "file:out, file:Out, false",
    "file:out, file:{{a.folder}}/siem, false",
    "file:out, file:%4Fut, false",
    "file:out, log:out, false",
  })
  void destinationsDoNotShareAFolder(String one, String other, boolean same) throws IOException {
    settings.put(LAKE, one);
    settings.put(SIEM, other);
    assertThat(problems()).hasSize(same ? 1 : 0);
    assertThat(problems().toString())
        .contains(same ? LAKE + " and " + SIEM + " are the same folder" : "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"flowlogs.state", "flowlogs.spool"})
  void nothingIsDeliveredIntoAFolderOfTheProgramsOwn(String key) throws IOException {
    settings.put(LAKE, "file:out");
    settings.put(SIEM, "log:out");
    settings.put(key, "out/../out");
    assertThat(problems())
        .containsExactly(
            key
                + " and "
                + LAKE
                + " are the same folder; they hold different things, so give each its own");
  }

  @ParameterizedTest
  @CsvSource({
    "flowlogs.state, own, file:own/lake, flowlogs.destination.lake.uri, true",
    "flowlogs.spool, own, file:./own/x/../lake/a, flowlogs.destination.lake.uri, true",
    "flowlogs.spool, own/lake, file:own, flowlogs.destination.lake.uri, false",
    "flowlogs.spool, own, file:ownlake, flowlogs.destination.lake.uri, false",
    "flowlogs.dead-letter, own, file:own/lake, flowlogs.destination.lake.uri, true",
  })
  void norIntoAFolderInsideOne(String key, String own, String uri, String refused, boolean inside)
      throws IOException {
    settings.put(LAKE, uri);
    settings.put(SIEM, "log:out");
    settings.put(key, own);
    assertThat(problems())
        .isEqualTo(
            inside
                ? List.of(
                    refused
                        + " is a folder in that of "
                        + key
                        + ", which holds files of the program's own only; take one elsewhere")
                : List.of());
  }

  @Test
  void nothingIsDeliveredIntoASourceAndStateAndSpoolAreApart() throws IOException {
    settings.put(LAKE, "file:" + folder);
    settings.put(SIEM, "log:out");
    settings.put("flowlogs.state", "both");
    settings.put("flowlogs.spool", "./both");
    assertThat(problems())
        .hasSize(2)
        .anyMatch(
            problem ->
                problem.startsWith("flowlogs.source.prod.directory and " + LAKE + " are the same"))
        .anyMatch(problem -> problem.startsWith("flowlogs.state and flowlogs.spool are the same"));
  }

  @Test
  void whatADestinationHasNoUseForIsRefused() throws IOException {
    settings.put(LAKE, "file:out");
    settings.put(LAKE.replace("uri", "header.X-Key"), "secret");
    settings.put(SIEM, "https://siem.example/in");
    settings.put(SIEM.replace("uri", "key"), "src_ip");
    assertThat(problems())
        .containsExactlyInAnyOrder(
            "flowlogs.destination.lake.header.X-Key is set, but files and objects have no headers; leave it out",
            "flowlogs.destination.siem.key is set, but only a record of a single flow has a key, which is what Kafka takes; leave it out");
  }

  @ParameterizedTest
  @CsvSource({
    "file:out, {decision}, file:out/allow, {name}, false",
    "file:out, x/{decision}, file:out/x, {decision}, true",
    "file:out, {yyyy}/{MM}, file:out/2026, 09, true",
    "file:out, {yyyy}/{MM}, file:out/2026, 9, false",
    "file:out, {flow_log}/a, file:out/hub, {name}, false",
    "file:out, {flow_log}/siem, file:out/hub, {name}, true",
    "file:out, a-{flow_log}, file:out, b-{flow_log}, false",
    "file:out, a-{flow_log}, file:out, a-{decision}, true",
    "file:out, {name}, file:out, {name}, false",
    "file:out, lake/{yyyy}, file:out, lake/{yyyy}/{MM}, false",
    "file:out, decision=deny, file:out/decision=deny?flatten=true, ignored, true",
    "azure-storage-blob:a/c, {name}, azure-storage-blob://a/C, {name}, false",
    "azure-storage-blob:a/c, {decision}, azure-storage-blob://a/C, allow, true",
    "aws2-s3:b, x/{yyyy}, aws2-s3:b, {name}/{yyyy}, false",
  })
  void layoutsThatCanGiveTheSameFoldersAreRefused(
      String one, String layout, String other, String otherLayout, boolean same)
      throws IOException {
    settings.put(LAKE, one);
    settings.put(LAKE.replace("uri", "layout"), layout);
    settings.put(SIEM, other);
    settings.put(SIEM.replace("uri", "layout"), otherLayout);
    assertThat(problems()).hasSize(same ? 1 : 0);
    if (same) {
      assertThat(problems().toString())
          .contains(LAKE, SIEM, "would have the same names there")
          .containsAnyOf("give the same folders", "are the same ");
    }
  }

  @Test
  void aLayoutIsRefusedByASentence() throws IOException {
    settings.put(LAKE, "https://siem.example.com");
    settings.put(LAKE.replace("uri", "layout"), "x");
    settings.put(SIEM, "file:out");
    settings.put(SIEM.replace("uri", "layout"), "{year}/{MM}");
    assertThat(problems())
        .containsExactlyInAnyOrder(
            "flowlogs.destination.lake.layout is set, but only files and object stores have folders",
            "flowlogs.destination.siem.layout has '{year}', but only {name}, {decision}, {flow_log}, {yyyy}, {MM}, {dd} and {HH} stand for something");
  }

  @Test
  void whatIsGatheredHasNoAgeOfItsOwn() throws IOException {
    settings.put(LAKE, "file:out");
    settings.remove(SIEM);
    settings.put(SIEM.replace("uri", "type"), "datadog");
    settings.put(SIEM.replace("uri", "token"), "secret");
    settings.put(SIEM.replace("uri", "gather"), "1MB, 10s");
    settings.put(SIEM.replace("uri", "too-old"), "dead-letter");
    assertThat(problems())
        .containsExactly(
            "flowlogs.destination.siem.too-old is dead-letter, but what siem gathers is of many ages and is sent whole; leave flowlogs.destination.siem.gather out");
  }

  @Test
  void aMarkerNeedsAFolderForEachHour() throws IOException {
    settings.put(LAKE, "file:out");
    settings.put(LAKE.replace("uri", "layout"), "{flow_log}/{yyyy}/{MM}/{dd}");
    settings.put(LAKE.replace("uri", "marker"), "_SUCCESS");
    settings.put(SIEM, "log:out");
    settings.put(SIEM.replace("uri", "marker"), "_SUCCESS");
    assertThat(problems())
        .containsExactlyInAnyOrder(
            "flowlogs.destination.lake.marker is set, but not every hour has a folder of its own; put {yyyy}, {MM}, {dd} and {HH} into flowlogs.destination.lake.layout",
            "flowlogs.destination.siem.marker is set, but only files and object stores have folders");
  }

  @Test
  void aFolderIsItselfBehindALinkAndForTheDeadLetterToo() throws IOException {
    Path real = Files.createDirectories(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    settings.put(LAKE, "file:" + real + "/out");
    settings.put(SIEM, "file:" + link + "/out?chmod=640");
    settings.put("flowlogs.dead-letter", link + "/./out/");
    assertThat(problems())
        .hasSize(2)
        .allMatch(problem -> problem.contains(LAKE + " and"))
        .anyMatch(problem -> problem.contains(SIEM + " are the same folder"))
        .anyMatch(problem -> problem.contains("flowlogs.dead-letter are the same folder"));
  }
}
