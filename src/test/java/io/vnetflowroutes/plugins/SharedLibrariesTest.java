package io.vnetflowroutes.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.plugin.Bundle;
import java.util.Map;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.graph.Dependency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves what of a plug-in's libraries is fetched, and what is a conflict. */
final class SharedLibrariesTest {

  private final SharedLibraries shared =
      new SharedLibraries(new Bundle(Map.of("org.example:there", "2.5.1")));

  private boolean fetched(String library) {
    return shared.selectDependency(new Dependency(new DefaultArtifact(library), "runtime"));
  }

  @Test
  void whatTheBundleLacksIsFetched() {
    assertThat(fetched("org.example:other:jar:9")).isTrue();
    assertThat(fetched("org.example:there:jar:2.5.1")).isFalse();
    assertThat(fetched("org.example:there:jar:1.0")).isFalse();
    assertThat(fetched("commons-logging:commons-logging:jar:1.2")).isFalse();
    assertThat(fetched("org.springframework:spring-jcl:jar:6.2.15")).isFalse();
    assertThat(shared.conflicts("a")).isEmpty();
    assertThat(fetched("org.example:there:jar:2.6")).isFalse();
    assertThat(shared.conflicts("a"))
        .containsExactly("a needs org.example:there 2.6, but the bundle has 2.5.1");
  }

  @Test
  void whatIsOptionalIsNot() {
    Artifact library = new DefaultArtifact("org.example:other:jar:9");
    assertThat(shared.selectDependency(new Dependency(library, "runtime", true))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2.5.1       | false",
        "2.5.0   | false",
        "1.99  | false",
        "2.5.2 | true",
        "3 | true",
        "2.5.10      | true",
        "[2.5,3) | false",
        "[3,4) | true",
        "2.5.1.Final | false",
      })
  void onlyANewerVersionIsAConflict(String asked, boolean conflict) {
    assertThat(SharedLibraries.isConflict(asked, "2.5.1")).isEqualTo(conflict);
  }
}
