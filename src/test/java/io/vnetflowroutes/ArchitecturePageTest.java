package io.vnetflowroutes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves that ARCHITECTURE.md describes the packages, classes and methods that exist. */
class ArchitecturePageTest {

  private static final Path PAGE = Path.of("ARCHITECTURE.md");
  private static final Path MAIN = Path.of("src/main/java/io/vnetflowroutes");
  private static final String EVERYTHING_ELSE = "all but ";

  /** A row of the table of packages: name, what it does, what it imports. */
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| (.+\\.) \\| (.+) \\|$");

  private static final Pattern WORD = Pattern.compile("`(\\w+)`");

  /** A class, perhaps with a method or constant, or a package, as {@code parse/Batches.take}. */
  private static final Pattern CODE =
      Pattern.compile("(?<![\\w/.-])([a-z]+)/([A-Z]\\w+)(?:\\.([a-z]\\w+))?");

  private static Map<String, MatchResult> rows() throws IOException {
    return ROW.matcher(Files.readString(PAGE))
        .results()
        .collect(Collectors.toMap(row -> row.group(1), row -> row, (a, b) -> a, TreeMap::new));
  }

  /** The first sentence of each package's Javadoc. */
  private static Map<String, String> sentences() throws IOException {
    Map<String, String> sentences = new TreeMap<>();
    try (Stream<Path> files = Files.walk(MAIN)) {
      for (Path file : files.filter(path -> path.endsWith("package-info.java")).toList()) {
        String text = Files.readString(file);
        String comment =
            text.substring(text.indexOf("/**") + 3, text.indexOf("*/"))
                .replaceAll("\\s*\n \\* ?", " ")
                .strip();
        String name = MAIN.relativize(file.getParent()).toString();
        String first = comment.replaceFirst("(?s)\\.(\\s.*|$)", ".");
        sentences.put(name, first.replaceAll("\\{@code ([^}]*)}", "`$1`"));
      }
    }
    return sentences;
  }

  @Test
  void everyPackageHasItsFirstSentenceInTheTable() throws IOException {
    Map<String, String> described = new TreeMap<>();
    rows().forEach((name, row) -> described.put(name, row.group(2)));
    assertThat(described)
        .as("packages and sentences of ARCHITECTURE.md; they are those of package-info.java")
        .isEqualTo(sentences());
  }

  @Test
  void theTableListsTheImportsThatAreAllowed() throws Exception {
    CsvSource rules =
        ArchitectureTest.class
            .getDeclaredMethod("importsPointOneWay", String.class, String.class)
            .getAnnotation(CsvSource.class);
    Map<String, Set<String>> allowed = new TreeMap<>();
    for (String rule : rules.value()) {
      String[] words = rule.replace("''", "").split("[, ]+", -1);
      Set<String> imports = new TreeSet<>(Arrays.asList(words).subList(1, words.length));
      imports.remove("");
      allowed.put(words[0], imports);
    }
    Map<String, Set<String>> described = new TreeMap<>();
    for (Map.Entry<String, MatchResult> row : rows().entrySet()) {
      String cell = row.getValue().group(3);
      Set<String> words =
          WORD.matcher(cell)
              .results()
              .map(word -> word.group(1))
              .collect(Collectors.toCollection(TreeSet::new));
      if (cell.startsWith(EVERYTHING_ELSE)) {
        Set<String> others = new TreeSet<>(allowed.keySet());
        others.removeAll(words);
        others.remove(row.getKey());
        words = others;
      }
      described.put(row.getKey(), words);
    }
    assertThat(described)
        .as("imports of ARCHITECTURE.md; they are those that ArchitectureTest allows")
        .isEqualTo(allowed);
  }

  @Test
  void everyClassAndMethodThatIsNamedExists() throws IOException {
    String page = Files.readString(PAGE);
    List<String> missing = new ArrayList<>();
    List<MatchResult> named = CODE.matcher(page).results().toList();
    for (MatchResult name : named) {
      Path file = MAIN.resolve(name.group(1)).resolve(name.group(2) + ".java");
      String method = name.group(3);
      if (!Files.exists(file)
          || (method != null
              && !Pattern.compile("\\W" + method + "\\(").matcher(Files.readString(file)).find())) {
        missing.add(name.group());
      }
    }
    assertThat(missing).isEmpty();
    assertThat(named).hasSizeGreaterThan(50);
  }
}
