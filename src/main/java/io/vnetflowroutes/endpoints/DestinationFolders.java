package io.vnetflowroutes.endpoints;

import static io.vnetflowroutes.settings.DestinationKeys.URI;

import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.deadletter.DeadLetters;
import io.vnetflowroutes.deliver.SameNameReport;
import io.vnetflowroutes.disk.RealFolder;
import io.vnetflowroutes.files.ForcedFileComponent;
import io.vnetflowroutes.files.UnfinishedName;
import io.vnetflowroutes.message.FolderLayout;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.SourceKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * The folders of file destinations and of the dead letter. Each needs folders of its own: a file's
 * name depends on its flows only, so two destinations would write different files under the same
 * name. None may be a folder of the program's own files, or of a source.
 */
final class DestinationFolders {

  /** A URI whose folder is plain to see. Only Camel knows the folders of others. */
  private static final Pattern PLAIN = Pattern.compile("file:(?://)?([\\w./ =-]*)(?:\\?.*)?");

  private static final Pattern FILE = Pattern.compile("(?i)file:.*");

  private final Settings settings;
  private CamelContext camel;

  private DestinationFolders(Settings settings) {
    this.settings = settings;
  }

  /** A sentence for each folder that two keys name. */
  static List<String> problems(Settings settings) {
    DestinationFolders folders = new DestinationFolders(settings);
    try {
      return folders.problems();
    } finally {
      if (folders.camel != null) {
        folders.camel.stop();
      }
    }
  }

  private List<String> problems() {
    List<KeyedFolder> folders = new ArrayList<>();
    settings
        .groups(DestinationKeys.GROUP)
        .forEach(
            group ->
                group
                    .get(URI)
                    .flatMap(this::folder)
                    .map(folder -> new KeyedFolder(group.key(URI), folder, layout(group)))
                    .ifPresent(folders::add));
    String deadLetters =
        new DeadLetters(settings.get(ProgramKeys.DEAD_LETTER)).uri(UnfinishedName.PREFIX);
    folder(deadLetters)
        .map(
            folder ->
                new KeyedFolder(ProgramKeys.DEAD_LETTER.name(), folder, FolderLayout.DEAD_LETTERS))
        .ifPresent(folders::add);
    List<String> problems = new ArrayList<>();
    Map<RealFolder, String> taken = taken(problems);
    for (int i = 0; i < folders.size(); i++) {
      KeyedFolder other = folders.get(i);
      folders.subList(0, i).stream()
          .flatMap(folder -> folder.problem(other).stream())
          .findFirst()
          .ifPresent(problems::add);
      real(other.path()).map(taken::get).ifPresent(own -> problems.add(apart(own, other.key())));
    }
    problems.addAll(inside(folders));
    return problems;
  }

  /**
   * A sentence for each folder inside one of the program's own, whose files it would take for its
   * own.
   */
  private List<String> inside(List<KeyedFolder> folders) {
    List<KeyedFolder> own = new ArrayList<>();
    for (Key<Path> key : List.of(ProgramKeys.STATE, ProgramKeys.SPOOL)) {
      own.add(new KeyedFolder(key.name(), settings.get(key), FolderLayout.FLAT));
    }
    folders.stream().filter(KeyedFolder::isOfDeadLetters).forEach(own::add);
    List<String> problems = new ArrayList<>();
    for (KeyedFolder folder : folders) {
      own.stream()
          .filter(folder::isBelow)
          .findFirst()
          .ifPresent(
              above ->
                  problems.add(
                      "%s is a folder in that of %s, which holds files of the program's own only; take one elsewhere"
                          .formatted(folder.key(), above.key())));
    }
    return problems;
  }

  /** The folders that no destination may use, each with its key. */
  private Map<RealFolder, String> taken(List<String> problems) {
    Map<RealFolder, String> taken = new HashMap<>();
    for (Key<Path> key : List.of(ProgramKeys.STATE, ProgramKeys.SPOOL)) {
      real(settings.get(key))
          .map(folder -> taken.putIfAbsent(folder, key.name()))
          .ifPresent(other -> problems.add(apart(other, key.name())));
    }
    for (Settings.Group<SourceKeys> source : settings.groups(SourceKeys.GROUP)) {
      source
          .get(SourceKeys.DIRECTORY)
          .flatMap(DestinationFolders::real)
          .ifPresent(folder -> taken.putIfAbsent(folder, source.key(SourceKeys.DIRECTORY)));
    }
    return taken;
  }

  private static String apart(String one, String other) {
    return "%s and %s are the same folder; they hold different things, so give each its own"
        .formatted(one, other);
  }

  private static Optional<RealFolder> real(Path path) {
    try {
      return Optional.of(RealFolder.of(path));
    } catch (IOException e) {
      return Optional.empty(); // It cannot be used, which is said where it is.
    }
  }

  private static FolderLayout layout(Settings.Group<DestinationKeys> group) {
    return LayoutSettings.layout(group).orElse(FolderLayout.HIVE);
  }

  /**
   * Where a destination's files lie.
   *
   * @param key the key of its URI
   * @param path its folder
   * @param layout the folders below it
   */
  private record KeyedFolder(String key, Path path, FolderLayout layout) {

    /** What is wrong with two folders, if anything is. */
    Optional<String> problem(KeyedFolder other) {
      boolean meet = layout.canBe(text(), other.layout, other.text());
      if (isSame(other) && (meet || other.isOfDeadLetters())) {
        return Optional.of(
            "%s and %s are the same folder; files would have the same names there, so give each its own"
                .formatted(key, other.key));
      }
      return meet
          ? Optional.of(
              "%s and %s give the same folders, as their %s is now; files would have the same names there, so set another one"
                  .formatted(key, other.key, DestinationKeys.LAYOUT))
          : Optional.empty();
    }

    boolean isOfDeadLetters() {
      return layout.equals(FolderLayout.DEAD_LETTERS);
    }

    boolean isBelow(KeyedFolder other) {
      Path above = Path.of(other.text());
      return !text().equals(other.text()) && Path.of(text()).startsWith(above);
    }

    private boolean isSame(KeyedFolder other) {
      Optional<RealFolder> folder = real(path);
      return folder.isPresent() && folder.equals(real(other.path));
    }

    private String text() {
      return existing(path.toAbsolutePath().normalize()).toString();
    }

    private static Path existing(Path path) {
      try {
        return path.toRealPath();
      } catch (IOException e) {
        Path above = path.getParent();
        return above == null ? path : existing(above).resolve(path.getFileName());
      }
    }
  }

  private Optional<Path> folder(String uri) {
    if (!FILE.matcher(uri).matches()) {
      return Optional.empty();
    }
    try {
      Matcher plain = PLAIN.matcher(uri);
      Path path = plain.matches() ? Path.of(plain.group(1)) : asCamelSays(uri);
      return Optional.of(path);
    } catch (Exception e) {
      return Optional.empty(); // It cannot be used, which is said where it is.
    }
  }

  private Path asCamelSays(String uri) {
    if (camel == null) {
      camel = new DefaultCamelContext();
      camel
          .getRegistry()
          .bind(
              ForcedFileComponent.SCHEME,
              new ForcedFileComponent(settings.folder(), new SameNameReport((name, flows) -> {})));
      Properties properties = new Properties();
      properties.putAll(settings.all());
      properties.putAll(settings.others());
      camel.getPropertiesComponent().setInitialProperties(properties);
    }
    return camel.getEndpoint(uri, FileEndpoint.class).getFile().toPath();
  }
}
