package io.vnetflowroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

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
