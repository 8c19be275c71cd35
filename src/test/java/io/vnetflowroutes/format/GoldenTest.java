package io.vnetflowroutes.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Proves that every format makes of every case, byte for byte, what was reviewed against its
 * specification. With {@code -Dgolden.write} the files are written anew, to be reviewed again.
 */
class GoldenTest {

  static Stream<Arguments> casesAndFormats() {
    return GoldenCase.all().stream()
        .flatMap(golden -> Formats.names().stream().map(name -> Arguments.of(golden, name)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("casesAndFormats")
  void everyFormatMakesOfEveryCaseWhatItsFileSays(GoldenCase golden, String format)
      throws IOException {
    String written = golden.written(format);
    if (System.getProperty("golden.write") != null) {
      Files.writeString(golden.file(format), written);
    }
    assertThat(written).isNotEmpty().isEqualTo(golden.expected(format));
  }

  @Test
  void thereAreNoOtherFiles() throws IOException {
    for (GoldenCase golden : GoldenCase.all()) {
      Set<String> files =
          Stream.concat(
                  Stream.of("PT1H.json"),
                  Formats.names().stream().map(name -> golden.file(name).getFileName().toString()))
              .collect(Collectors.toSet());
      if (golden.name().equals(GoldenCase.DERIVED)) {
        OlderOcsfTest.VERSIONS.forEach(
            version -> files.add(golden.ocsfFile(version).getFileName().toString()));
      }
      try (Stream<java.nio.file.Path> there = Files.list(golden.folder())) {
        List<String> names = there.map(file -> file.getFileName().toString()).toList();
        assertThat(names).containsExactlyInAnyOrderElementsOf(files);
      }
    }
  }
}
