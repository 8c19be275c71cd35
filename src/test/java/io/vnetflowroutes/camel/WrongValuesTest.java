package io.vnetflowroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Proves that a wrong value is one sentence, whatever other checks make of its key. */
class WrongValuesTest {

  private static final String SOURCE = "flowlogs.source.prod.";
  private static final String LAKE = "flowlogs.destination.lake.";

  @TempDir private Path folder;
  private final Map<String, String> settings = new HashMap<>();

  @BeforeEach
  void goodSettings() throws IOException {
    settings.putAll(GoodSettings.in(folder));
  }

  private List<String> problems() throws IOException {
    return GoodSettings.problems(folder, settings);
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
    assertThat(problems())
        .allMatch(problem -> problem.matches("\\S.*"))
        .anyMatch(problem -> problem.contains("flowlogs.source.other"));
  }

  @Test
  void aValueThatIsWrongIsNotMissingBesides() throws IOException {
    settings.remove(SOURCE + "directory");
    settings.put(SOURCE + "storage-account-url", "account");
    settings.put(LAKE + "gather", "128MB");
    assertThat(problems())
        .containsExactlyInAnyOrder(
            SOURCE
                + "storage-account-url is 'account', but must be a URL such as https://account.blob.core.windows.net",
            LAKE
                + "gather is '128MB', but must be a size and a duration above zero, such as 128MB, 15m");
  }
}
