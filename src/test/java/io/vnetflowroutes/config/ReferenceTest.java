package io.vnetflowroutes.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.bundle.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference page in docs is the one that the declarations make. */
class ReferenceTest {

  @Test
  void theReferencePageIsNotStale() throws IOException {
    assertThat(Files.readString(Path.of("docs/settings.md")))
        .as("docs/settings.md; write it anew with: ./flowlogs settings > docs/settings.md")
        .isEqualTo(Reference.of(Configuration.keys()));
  }

  @Test
  void everyDefaultIsOfItsKind() {
    assertThat(Configuration.keys().all())
        .filteredOn(key -> key.defaultValue() != null)
        .allSatisfy(key -> assertThat(key.kind().accepts().test(key.defaultValue())).isTrue());
  }
}
