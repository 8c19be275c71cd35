package io.vnetflowroutes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Proves that every test that the page of guarantees names as a proof exists. */
class GuaranteesPageTest {

  private static final Pattern PROOF =
      Pattern.compile("`([A-Z]\\w+(?:IT|Test))(?:\\.([a-z]\\w+))?`");

  private static Map<String, Path> tests() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  file -> file,
                  (first, second) -> first,
                  TreeMap::new));
    }
  }

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Map<String, Path> tests = tests();
    Matcher proof = PROOF.matcher(Files.readString(Path.of("docs/guarantees.md")));
    Set<String> missing = new TreeSet<>();
    int found = 0;
    while (proof.find()) {
      found++;
      Path file = tests.get(proof.group(1));
      String method = proof.group(2);
      boolean exists =
          file != null
              && (method == null
                  || Pattern.compile("void " + method + "\\(")
                      .matcher(Files.readString(file))
                      .find());
      if (!exists) {
        missing.add(proof.group());
      }
    }
    assertThat(missing).isEmpty();
    assertThat(found).isGreaterThan(20);
  }
}
