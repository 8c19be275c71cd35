package io.vnetflowroutes.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Proves that docs/filters.md lists every condition, in the order in which they are counted. */
class FiltersPageTest {

  @Test
  void theTableHasEveryConditionInTheirOrder() throws IOException {
    List<String> listed =
        Files.readAllLines(Path.of("docs/filters.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split("\\|", -1)[1])
            .flatMap(cell -> Pattern.compile("`([a-z-]+)`").matcher(cell).results())
            .map(name -> name.group(1))
            .toList();
    assertThat(listed).isEqualTo(Arrays.stream(Condition.values()).map(Condition::word).toList());
  }
}
