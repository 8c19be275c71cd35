package io.vnetflowroutes.routes;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Chunk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Shows which shipped route files were edited, and where they differ from the originals in the jar.
 * It shows the shipped text, but not the user's, which may hold a secret.
 */
public final class EditedRoutes {

  private static final String ORIGINALS = "/META-INF/routes/";
  private static final int MOST_SHOWN = 5;

  private EditedRoutes() {}

  /** One sentence for each file that is not as it was shipped; files of the user's are none. */
  public static List<String> sentences(List<Path> files) {
    return files.stream().flatMap(file -> sentence(file).stream()).toList();
  }

  private static Optional<String> sentence(Path file) {
    try (InputStream original =
        EditedRoutes.class.getResourceAsStream(ORIGINALS + file.getFileName())) {
      if (original == null) {
        return Optional.empty();
      }
      List<String> shipped =
          new String(original.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      List<AbstractDelta<String>> differences =
          DiffUtils.diff(shipped, Files.readString(file).lines().toList()).getDeltas();
      return differences.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "'%s' is not as it was shipped: %s".formatted(file, differences(differences)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String differences(List<AbstractDelta<String>> all) {
    String shown =
        all.stream()
            .limit(MOST_SHOWN)
            .map(EditedRoutes::difference)
            .collect(Collectors.joining("; "));
    int more = all.size() - MOST_SHOWN;
    return more > 0 ? "%s; and %d more places".formatted(shown, more) : shown;
  }

  private static String difference(AbstractDelta<String> delta) {
    int line = delta.getTarget().getPosition() + 1;
    int last = delta.getTarget().getPosition() + delta.getTarget().size();
    String lines = line == last ? "line " + line : "lines %d to %d".formatted(line, last);
    return switch (delta.getType()) {
      case INSERT -> lines + (line == last ? " is added" : " are added");
      case DELETE -> "before line %d, %s is missing".formatted(line, was(delta.getSource()));
      default -> lines + (line == last ? " was " : " were ") + was(delta.getSource());
    };
  }

  private static String was(Chunk<String> shipped) {
    String first = "'" + shipped.getLines().get(0).strip() + "'";
    int more = shipped.size() - 1;
    return more == 0 ? first : "%s and %d more".formatted(first, more);
  }
}
