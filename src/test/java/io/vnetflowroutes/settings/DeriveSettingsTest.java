package io.vnetflowroutes.settings;

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

/** Proves that wrong settings of derived fields, lists and databases are refused in sentences. */
class DeriveSettingsTest {

  private static final String LAKE = "flowlogs.destination.lake.";

  @TempDir private Path folder;
  private final Map<String, String> settings = new HashMap<>();

  @BeforeEach
  void goodSettings() throws IOException {
    settings.put("flowlogs.routes", Files.createDirectories(folder.resolve("routes")).toString());
    settings.put("flowlogs.source.prod.directory", folder.toString());
    settings.put(LAKE + "uri", "file:out");
    settings.put("flowlogs.allow", "lake");
    settings.put("flowlogs.deny", "");
  }

  private List<String> problems() throws IOException {
    try {
      Path file = Files.writeString(folder.resolve("empty.properties"), "");
      Configuration.read(file, Map.of(), settings);
      return List.of();
    } catch (ConfigurationException e) {
      return e.problems();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scope, service| |",
        "all| |",
        "| |",
        "scop||is 'scop', but must be some of community-id, service, scope,",
        "scope,,names||is 'scope,,names', but must be some of",
        "geo||has geo, which needs flowlogs.geo",
        "scope, service-tag||has service-tag, which needs flowlogs.service-tags",
        "labels||has labels, which needs flowlogs.networks.NAME",
        "scope|raw|is set, but the format raw writes records as Azure wrote them, and nothing more",
      })
  void whatIsDerivedCanBeDerived(String derive, String format, String says) throws IOException {
    settings.put(LAKE + "derive", derive == null ? "" : derive);
    settings.put(LAKE + "format", format == null ? "flat" : format);
    if (says == null) {
      assertThat(problems()).isEmpty();
    } else {
      assertThat(problems()).hasSize(1);
      assertThat(problems().get(0)).startsWith(LAKE + "derive " + says);
    }
  }

  @Test
  void listsAndDatabasesCanBeUsed() throws IOException {
    Path list = Files.writeString(folder.resolve("list.txt"), "10.0.0.0/8\n10.1.2.3/8\n");
    Path tags = Files.writeString(folder.resolve("tags.json"), "{}");
    settings.put("flowlogs.networks.feed", list.toString());
    settings.put("flowlogs.networks.gone", "no/such.txt");
    settings.put("flowlogs.networks.home", "10.1.2.3/8");
    settings.put("flowlogs.networks.office", "10.0.0.0/8, 11.0.0.0/99");
    settings.put("flowlogs.own-networks", "office, offices");
    settings.put("flowlogs.geo", tags.toString() + ", no/such.mmdb");
    settings.put("flowlogs.service-tags", tags.toString());
    assertThat(problems())
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .startsWith("flowlogs.geo names '" + tags + "', which cannot be used: "))
        .contains(
            "flowlogs.geo names '"
                + folder.resolve("no/such.mmdb")
                + "', which cannot be used: there is no such file",
            "flowlogs.service-tags names '"
                + tags
                + "', which cannot be used: it holds no service tags",
            "flowlogs.networks.gone names '"
                + folder.resolve("no/such.txt")
                + "', which cannot be used: there is no such file",
            "flowlogs.networks.office: '11.0.0.0/99' is no network such as 10.0.0.0/8 or"
                + " 2001:db8::/32, and no address either",
            "flowlogs.networks.home: '10.1.2.3/8' is an address within a network; the network is"
                + " 10.0.0.0/8",
            "flowlogs.own-networks names 'offices', but there is no flowlogs.networks.offices; the"
                + " lists are [feed, gone, home, office]")
        .hasSize(7);
  }

  @Test
  void derivedFieldsCanBeChosenIfTheyAreAskedFor() throws IOException {
    settings.put(LAKE + "fields", "time, src_scope as scope");
    assertThat(problems().toString()).contains("has 'src_scope', but there is no such field");
    settings.put(LAKE + "derive", "scope");
    assertThat(problems()).isEmpty();
  }

  @Test
  void linesThatAreNoNetworksAreWarningsAndDoNotStopTheStart() throws Exception {
    Path list = Files.writeString(folder.resolve("list.txt"), "network\n10.0.0.0/8\n");
    Path none = Files.writeString(folder.resolve("none.txt"), "# only comment\n");
    settings.put("flowlogs.networks.feed", list.toString());
    settings.put("flowlogs.networks.none", none.toString());
    Path file = Files.writeString(folder.resolve("empty.properties"), "");
    assertThat(DeriveSettings.warnings(Configuration.read(file, Map.of(), settings)))
        .containsExactly(
            "flowlogs.networks.feed names '"
                + list
                + "'; of this file, 1 line is no network and is left out, line 1: 'network' is no"
                + " network such as 10.0.0.0/8 or 2001:db8::/32, and no address either",
            "flowlogs.networks.none names '" + none + "'; of this file, it holds no network");
  }
}
