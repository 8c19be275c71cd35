package io.vnetflowroutes.routes;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.receive.ReceiveSettings;
import io.vnetflowroutes.settings.ProgramKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The texts of the route files, used to find the file and line of what Camel only names. */
public final class RouteFiles {

  private static final Pattern BEAN =
      Pattern.compile(
          "(?:\\bref:|\\$\\{bean:|\\b(?:onExceptionOccurredRef|onRedeliveryRef|onPrepareFailureRef):)"
              + "\\s*[\"']?((?:[\\w.-]|\\{\\{name}})+)");

  private static final String ENDING = ".camel.yaml";

  /**
   * The files that poll sources: batches come from sources or from a topic, and the files of the
   * other are left out.
   */
  private static final Set<String> OF_SOURCES = Set.of("poll" + ENDING, "read" + ENDING);

  private static final Set<String> OF_A_TOPIC = Set.of("receive" + ENDING);

  private final Path folder;
  private final OwnRouteFiles own;
  private final Set<String> leftOut;

  private RouteFiles(Path folder, OwnRouteFiles own, Set<String> leftOut) {
    this.folder = folder;
    this.own = own;
    this.leftOut = leftOut;
  }

  RouteFiles(Path folder, OwnRouteFiles own) {
    this(folder, own, OF_A_TOPIC);
  }

  /** The files in the folder of the shipped ones, and the user's own beside them. */
  public static RouteFiles of(Settings settings) {
    return new RouteFiles(
        settings.get(ProgramKeys.ROUTES),
        OwnRouteFiles.of(settings),
        ReceiveSettings.receives(settings) ? OF_SOURCES : OF_A_TOPIC);
  }

  /** A bean that a line names; {@code {{name}}} stands for each destination. */
  public record Named(RoutePlace place, String bean) {}

  /** The route files, each once: the shipped ones in the order of their names, then the user's. */
  public List<Path> files() {
    Set<Path> files = new LinkedHashSet<>(shipped());
    files.addAll(own.files());
    return List.copyOf(files);
  }

  /** The folder of the shipped files, in which there may be others. */
  public Path folder() {
    return folder;
  }

  /** The files beside those in the folder of the shipped ones. */
  public OwnRouteFiles own() {
    return own;
  }

  /** Whether a file is one of the user's own, by its path as Camel has it. */
  boolean isOwn(String file) {
    return own.files().stream().anyMatch(path -> path.toString().equals(file));
  }

  /** The folders that hold route files. */
  public Set<Path> folders() {
    Set<Path> folders = new LinkedHashSet<>(List.of(folder));
    folders.addAll(own.folders());
    return folders;
  }

  /** The files in the folder of the shipped ones that apply, in the order of their names. */
  public List<Path> shipped() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(ENDING))
          .filter(file -> !leftOut.contains(String.valueOf(file.getFileName())))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every bean that the files name. */
  public List<Named> beans() {
    List<Named> beans = new ArrayList<>();
    for (RoutePlace place : lines()) {
      Matcher bean = BEAN.matcher(place.text());
      while (bean.find()) {
        beans.add(new Named(place, bean.group(1)));
      }
    }
    return beans;
  }

  /** The first line that holds a word, for itself. */
  public Optional<RoutePlace> find(String word) {
    return places(word).findFirst();
  }

  /** The first line of a file, from one on, that holds a word for itself. */
  OptionalInt lineOf(String word, String file, int from) {
    return places(word)
        .filter(place -> place.file().toString().equals(file) && place.number() >= from)
        .mapToInt(RoutePlace::number)
        .findFirst();
  }

  private Stream<RoutePlace> places(String word) {
    Pattern alone = Pattern.compile("(?<![\\w.-])" + Pattern.quote(word) + "(?![\\w-])");
    return lines().stream().filter(place -> alone.matcher(place.text()).find());
  }

  private List<RoutePlace> lines() {
    List<RoutePlace> lines = new ArrayList<>();
    for (Path file : files()) {
      try {
        List<String> texts = Files.readAllLines(file);
        for (int i = 0; i < texts.size(); i++) {
          if (!texts.get(i).stripLeading().startsWith("#")) {
            lines.add(new RoutePlace(file, i + 1, texts.get(i)));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return lines;
  }
}
