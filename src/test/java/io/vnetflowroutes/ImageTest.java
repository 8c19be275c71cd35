package io.vnetflowroutes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Proves that the files which the image is built from reach its build, and that secrets do not. */
final class ImageTest {

  @Test
  void everySourceOfACopyIsThereAndLetThrough() throws IOException {
    List<String> sources = copied();
    assertThat(sources).contains("flowlogs", "routes", "application.properties");
    assertThat(sources)
        .allSatisfy(
            source -> {
              assertThat(Path.of(source)).exists();
              assertThat(letThrough(source)).as(source).isTrue();
            });
  }

  @Test
  void whatTheBuildReadsIsLetThroughAndNothingElse() throws IOException {
    for (String needed : List.of("mvnw", ".mvn/maven.version", "pom.xml", "src/main/java")) {
      assertThat(letThrough(needed)).as(needed).isTrue();
    }
    for (String kept : List.of(".git/config", "state/flowlogs.db", "target/lib", ".env", "spool")) {
      assertThat(letThrough(kept)).as(kept).isFalse();
    }
  }

  /** What the Dockerfile copies from the folder that it is built in, other than the whole of it. */
  private static List<String> copied() throws IOException {
    List<String> sources = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("Dockerfile"))) {
      String[] words = line.trim().split("\\s+", -1);
      if (words[0].matches("(?i)COPY|ADD") && !line.contains("--from=")) {
        List.of(words).subList(1, words.length - 1).stream()
            .filter(word -> !word.startsWith("--") && !word.equals("."))
            .forEach(sources::add);
      }
    }
    return sources;
  }

  /** Docker's own rule: the last pattern decides that matches the path or a folder above it. */
  private static boolean letThrough(String path) throws IOException {
    boolean through = true;
    for (String line : Files.readAllLines(Path.of(".dockerignore"))) {
      String pattern = line.trim();
      if (!pattern.isEmpty() && !pattern.startsWith("#")) {
        boolean exception = pattern.startsWith("!");
        PathMatcher matcher =
            FileSystems.getDefault()
                .getPathMatcher("glob:" + (exception ? pattern.substring(1) : pattern));
        for (Path part = Path.of(path); part != null; part = part.getParent()) {
          if (matcher.matches(part)) {
            through = exception;
          }
        }
      }
    }
    return through;
  }
}
