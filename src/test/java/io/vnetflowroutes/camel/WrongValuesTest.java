package io.vnetflowroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Proves that a wrong value is one sentence, whatever other checks make of its key. */
class WrongValuesTest {

  private static final String SOURCE = "flowlogs.source.prod.";
  private static final String LAKE = "flowlogs.destination.lake.";

  private final Path folder;
  private final GoodSettings settings;

  WrongValuesTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.settings = GoodSettings.in(folder);
  }

  static Stream<String> keys() {
    return Configuration.keys().all().stream()
        .map(key -> key.of(key.name().startsWith("flowlogs.source.") ? "prod" : "lake"))
        .flatMap(key -> Stream.of("?!", "-1", "1, 2, 3").map(value -> key + '=' + value));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void aWrongValueOfAnyKeyIsASentenceAndHidesNoOtherMistake(String wrong) throws IOException {
    settings.put(wrong.replaceFirst("=.*", ""), wrong.replaceFirst(".*?=", ""));
    settings.put("flowlogs.source.other.directory", folder.resolve("gone").toString());
    assertThat(settings.problems())
        .allMatch(problem -> problem.matches("\\S.*"))
        .anyMatch(problem -> problem.contains("flowlogs.source.other"));
  }

  @Test
  void aValueThatIsWrongIsNotMissingBesides() throws IOException {
    settings.remove(SOURCE + "directory");
    settings.put(SOURCE + "storage-account-url", "account");
    settings.put(LAKE + "gather", "128MB");
    assertThat(settings.problems())
        .containsExactlyInAnyOrder(
            SOURCE
                + "storage-account-url is 'account', but must be a URL such as https://account.blob.core.windows.net",
            LAKE
                + "gather is '128MB', but must be a size and a duration above zero, such as 128MB, 15m");
  }
}
