package io.vnetflowroutes.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.camel.Configuration;
import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The reference page in docs is the one that the declarations make. */
class ReferencePageTest {

  @Test
  void theReferencePageIsNotStale() throws IOException {
    assertThat(Files.readString(Path.of("docs/settings.md")))
        .as("docs/settings.md; write it anew with: ./flowlogs settings > docs/settings.md")
        .isEqualTo(ReferencePage.of(Configuration.keys()));
  }

  @Test
  void theShippedFileIsNotStale() throws IOException {
    assertThat(Files.readString(Path.of("application.properties")))
        .as("write it anew with: ./flowlogs settings --file > application.properties")
        .isEqualTo(ShippedFile.text());
  }

  @Test
  void everyKeyOfTheShippedFileIsKnownAndItsValueIsOfItsKind() throws IOException {
    Keys keys = Configuration.keys();
    Set<String> seen = new HashSet<>();
    for (String line : Files.readAllLines(Path.of("application.properties"))) {
      Matcher key = Pattern.compile("#?(flowlogs\\.\\S+) = ?(.*)").matcher(line);
      if (key.matches()) {
        assertThat(keys.meantBy(key.group(1))).as(line).hasSize(1);
        Key<?> known = keys.meantBy(key.group(1)).get(0);
        seen.add(known.name());
        assertThat(key.group(2).equals("...") || known.kind().accepts().test(key.group(2)))
            .as(line)
            .isTrue();
      }
    }
    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(keys.all().stream().map(Key::name).toList());
  }

  @Test
  void aKeyIsMeantByItsNameOrItsEndAndTheNearestIsTold() {
    Keys keys = Configuration.keys();
    assertThat(keys.meantBy("delay")).extracting(Key::name).containsExactly("flowlogs.delay");
    assertThat(keys.meantBy("flowlogs.source.prod.region"))
        .extracting(Key::name)
        .containsExactly("flowlogs.source.*.region");
    assertThat(keys.meantBy("dely")).isEmpty();
    assertThat(keys.nearest("dely")).contains("delay");
    assertThat(keys.nearest("flowlogs.spool-limt")).contains("flowlogs.spool-limit");
    assertThat(keys.nearest("photosynthesis")).as("a wild guess is no advice").isEmpty();
    assertThat(Explanation.of(keys.meantBy("client-secret").get(0)))
        .contains("secret, never printed", "FLOWLOGS_SOURCE_NAME_CLIENT_SECRET");
  }

  @Test
  void everyDefaultIsOfItsKind() {
    assertThat(Configuration.keys().all())
        .filteredOn(key -> key.defaultValue() != null)
        .allSatisfy(key -> assertThat(key.kind().accepts().test(key.defaultValue())).isTrue());
  }
}
