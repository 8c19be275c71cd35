package io.vnetflowroutes.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.plugin.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves how the argument of {@code add} is read. */
final class WantedTest {

  private static final Bundle BUNDLE = new Bundle(Map.of("org.apache.camel:camel-api", "4.18.0"));

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({
    "camel-aws2-s3,          camel-aws2-s3, org.apache.camel:camel-aws2-s3:4.18.0",
    "com.example:our-x:1.2,  our-x,         com.example:our-x:1.2",
    "org.apache.camel:camel-netty:4.18.0, camel-netty, org.apache.camel:camel-netty:4.18.0",
  })
  void aComponentHasTheVersionOfTheBundle(String text, String name, String from)
      throws IOException {
    Wanted wanted = Wanted.of(text, BUNDLE);
    assertThat(wanted.name()).isEqualTo(name);
    assertThat(wanted.from()).isEqualTo(from);
    assertThat(wanted.jar()).isNull();
  }

  @Test
  void whatIsNoPluginIsASentence() throws IOException {
    assertRefused("aws2-s3", "'aws2-s3' is no plug-in; it must be a component of Camel such as");
    assertRefused("a:b", "'a:b' is no plug-in");
    assertRefused(
        "org.apache.camel:camel-netty:4.17.0",
        "is of Camel 4.17.0, but the bundle has Camel 4.18.0; ./flowlogs add camel-netty takes the"
            + " one that fits");
    assertRefused("camel-api", "camel-api is in the bundle already; there is nothing to add");
    assertRefused("org.apache.camel:camel-api:4.18.0", "is in the bundle already");
    assertRefused(dir.resolve("none.jar").toString(), "There is no file '");
    Path text = Files.writeString(dir.resolve("text.jar"), "no jar");
    assertRefused(text.toString(), "text.jar' is no jar (");
  }

  private static void assertRefused(String text, String sentence) {
    assertThatThrownBy(() -> Wanted.of(text, BUNDLE))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(sentence);
  }
}
