package io.vnetflowroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.config.ConfigurationException;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.SourceKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that the file is read as it was meant, or refused with the line that is wrong. */
class ConfigurationFileTest {

  private static final String LAKE = "flowlogs.destination.lake.";

  private final Path folder;
  private final GoodSettings settings;

  ConfigurationFileTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.settings = GoodSettings.in(folder);
    settings.put(LAKE + "uri", "https://siem.example/in");
  }

  @Test
  void theFileIsReadAsUtf8AndOverriddenByTheEnvironment() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("a.properties"), "flowlogs.source.prod.resource-group = rg-müller\n");
    Settings read =
        Configuration.read(file, Map.of("FLOWLOGS_SOURCE_PROD_REGION", "eastus"), settings.all());
    Settings.Group<SourceKeys> source = read.groups(SourceKeys.GROUP).get(0);
    assertThat(source.get(SourceKeys.RESOURCE_GROUP)).isEqualTo("rg-müller");
    assertThat(source.get(SourceKeys.REGION)).isEqualTo("eastus");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "missing.properties",
        ".",
        "latin1.properties",
        "escape.properties",
        "utf16.properties",
        "utf16be.properties"
      })
  void aFileThatCannotBeReadIsASentence(String name) throws IOException {
    Files.write(
        folder.resolve("latin1.properties"),
        "flowlogs.x = ü".getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(folder.resolve("escape.properties"), "flowlogs.x = \\uZZZZ");
    Files.write(
        folder.resolve("utf16be.properties"), "flowlogs.x = 1".getBytes(StandardCharsets.UTF_16));
    Files.write(
        folder.resolve("utf16.properties"),
        "\uFEFFflowlogs.x = 1".getBytes(StandardCharsets.UTF_16LE));
    Path file = folder.resolve(name);
    try {
      Configuration.read(file, Map.of(), settings.all());
      throw new AssertionError("It was read");
    } catch (ConfigurationException e) {
      assertThat(e.problems()).hasSize(1);
      assertThat(e.problems().get(0)).contains(file.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\uFEFF", "# comment\n", "\uFEFF# comment\n", "\uFEFF\r\n"})
  void aByteOrderMarkSwallowsNoKey(String before) throws Exception {
    settings.remove(LAKE + "uri");
    Path file =
        Files.writeString(folder.resolve("a.properties"), before + LAKE + "uri = file:elsewhere\n");
    Settings read = Configuration.read(file, Map.of(), settings.all());
    assertThat(read.groups(DestinationKeys.GROUP).get(0).get(DestinationKeys.URI))
        .contains("file:" + folder + "/elsewhere");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flowlog.delay = 0|flowlog.delay is not a known key; did you mean flowlogs.delay?",
        "flowlogs_delay = 0|flowlogs_delay is not a known key; did you mean flowlogs.delay?",
        "Flowlogs.delay = 0|Flowlogs.delay is not a known key; did you mean flowlogs.delay?",
        "FLOWLOGS_DELAY = 0|FLOWLOGS_DELAY is not a known key; did you mean flowlogs.delay?",
        "flow-logs.delay = 0|flow-logs.delay is not a known key; did you mean flowlogs.delay?",
        "flowlgos.source.a.region = x|did you mean flowlogs.source.a.region?",
        "flowlogs.delay = 1m\\nx = 1\\nflowlogs.delay = 2m"
            + "|flowlogs.delay is there already, in line 2; keep one of them (line 4 of '",
        "flowlogs.destination.lake.header.X-Key = 1\\nflowlogs.destination.lake.header.x-key = 2"
            + "|header.x-key is the same as flowlogs.destination.lake.header.X-Key, in line 2;",
        "camel.main.jmxEnabled = true\\ncamel.main.jmx-enabled = false"
            + "|camel.main.jmx-enabled is the same as camel.main.jmxEnabled, in line 2; keep one",
        "flowlogs.dely = 1m|flowlogs.dely is not a known key; did you mean flowlogs.delay? (line 2",
        "flowlogs.delay = soon|must be a duration such as 90s, 75m, 24h or 7d (line 2 of '",
      })
  void aSlipInTheFileIsNamedWithItsLine(String lines, String says) throws IOException {
    assertRefused("# first line\n" + lines.replace("\\n", "\n"), says);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flowlogs.source.prod.client-secret = s3cr3t\\-value",
        "flowlogs.source.prod.client-secret = s3cr3t\\test",
        "flowlogs.state = C:\\data\\new",
        "flowlogs.destination.lake.header.X-Key = \\u00zz",
        "flowlogs.destination.lake.header.X-Key = a,\\\n  s3cr3t\\d",
      })
  void aBackslashThatWouldBeLostIsExplained(String line) throws IOException {
    assertRefused("\n" + line, "line 2, ");
    assertRefused("\n" + line, "write \\\\ for a backslash");
  }

  @Test
  void aDoubledBackslashIsOne() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("a.properties"), LAKE + "header.X-Key = a\\\\b\\\n  c\\u00e9\\=\n");
    Settings read = Configuration.read(file, Map.of(), settings.all());
    assertThat(read.groups(DestinationKeys.GROUP).get(0).get(DestinationKeys.HEADER))
        .containsEntry("X-Key", "a\\bcé=");
  }

  @Test
  void aHeaderHoldsNoLineBreak() throws IOException {
    settings.put(LAKE + "header.X-Key", GoodSettings.SECRET + "\r\nInjected: yes");
    assertThat(settings.problems())
        .containsExactly(
            LAKE + "header.X-Key holds a line break, a tab or another control character");
  }

  private void assertRefused(String text, String says) throws IOException {
    Path file = Files.writeString(folder.resolve("a.properties"), text);
    try {
      Configuration.read(file, Map.of(), settings.all());
      throw new AssertionError("It was read");
    } catch (ConfigurationException e) {
      assertThat(e.problems()).hasSize(1);
      assertThat(e.problems().get(0)).contains(says).doesNotContain("s3cr3t");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flowlogs.state|state|HERE/state",
        "flowlogs.state||HERE/state",
        "flowlogs.spool|/var/spool|/var/spool",
        "flowlogs.dead-letter|dead-letter|HERE/dead-letter",
        "flowlogs.dead-letter|file:dead?fileExist=Append|file:HERE/dead?fileExist=Append",
        "flowlogs.dead-letter|kafka:dead?brokers=h:1|kafka:dead?brokers=h:1",
        "flowlogs.destination.lake.uri|file:out|file:HERE/out",
        "flowlogs.destination.lake.uri|file:/out|file:/out",
        "flowlogs.destination.lake.uri|file:///out|file:///out",
        "flowlogs.destination.lake.uri|file://out|file:HERE/out",
        "flowlogs.destination.lake.uri|file:{{where}}/out|file:{{where}}/out",
        "flowlogs.destination.lake.uri|https://host/file:x|https://host/file:x",
        "flowlogs.networks.office|203.0.113.0/24, 2001:db8::/32|203.0.113.0/24, 2001:db8::/32",
      })
  void relativePathsCountFromTheFolderOfTheFile(String key, String value, String whole)
      throws Exception {
    settings.remove("flowlogs.state");
    settings.put(key, value == null ? "" : value);
    Path file = Files.writeString(folder.resolve("a.properties"), "");
    Settings read = Configuration.read(file, Map.of(), settings.all());
    assertThat(read.all()).containsEntry(key, whole.replace("HERE", folder.toString()));
  }
}
