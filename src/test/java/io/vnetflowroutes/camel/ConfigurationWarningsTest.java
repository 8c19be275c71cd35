package io.vnetflowroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves that a file is warned of that shows its secrets to every user. */
class ConfigurationWarningsTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flowlogs.destination.d.header.X-Key = one | rw-r--r-- | true",
        "flowlogs.destination.d.header.X-Key = one | rw-r----- | false",
        "flowlogs.destination.k.uri = http://127.0.0.1/k?authPassword=RAW(one) | rw-r--r-- | true",
        "flowlogs.destination.k.uri = http://127.0.0.1/k?authPassword=RAW{one} | rw-rw-r-- | true",
        "flowlogs.destination.k.uri = kafka:t?brokers=host:9092 | rw-r--r-- | false"
      })
  void aFileWithSecretsThatOthersMayReadIsWarnedOf(String line, String rights, boolean warned)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("application.properties"),
            """
            flowlogs.source.s.directory = %s
            flowlogs.routes = %s
            flowlogs.destination.d.uri = http://127.0.0.1/in
            flowlogs.allow = d
            flowlogs.deny = d
            """
                    .formatted(folder, folder)
                + line);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    assertThat(ConfigurationWarnings.of(file, Configuration.read(file, Map.of(), Map.of())))
        .filteredOn(warning -> warning.contains("holds secrets"))
        .hasSize(warned ? 1 : 0);
  }
}
