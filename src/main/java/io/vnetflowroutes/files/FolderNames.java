package io.vnetflowroutes.files;

import io.vnetflowroutes.flow.MessageKey;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The names in a folder when it was first listed: the files that earlier processes left. It keeps
 * few folders at a time, because hours are read one after the other.
 */
final class FolderNames {

  private static final int FOLDERS = 8;

  private final Map<Path, NavigableSet<String>> folders =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, NavigableSet<String>> eldest) {
          return size() > FOLDERS;
        }
      };

  /**
   * The file of a planned message, which may have another ending; an unfinished file is removed.
   *
   * @param unfinished the prefix of the name of a file that is being written; {@code null} for none
   */
  synchronized Optional<Path> planned(FlowFileName name, String unfinished) throws IOException {
    if (Files.exists(name.file())) {
      return Optional.of(name.file());
    }
    if (unfinished != null) {
      for (String left : beginning(unfinished + name.key() + '.', name)) {
        Files.deleteIfExists(name.file().resolveSibling(left));
      }
    }
    return beginning(name.key() + '.', name).stream()
        .map(name.file()::resolveSibling)
        .filter(Files::exists)
        .findFirst();
  }

  private List<String> beginning(String first, FlowFileName name) throws IOException {
    return names(name).tailSet(first).stream().takeWhile(other -> other.startsWith(first)).toList();
  }

  /**
   * A file in the same folder that another process wrote. Those that begin with a dot or an
   * underscore hold no flows: they are unfinished, or markers.
   */
  synchronized Optional<Path> others(FlowFileName name) throws IOException {
    return names(name).stream()
        .filter(other -> !other.startsWith(".") && !other.startsWith("_"))
        .filter(other -> !other.startsWith(name.process()))
        .map(name.file()::resolveSibling)
        .filter(Files::exists)
        .findFirst();
  }

  /** A file of another name that is about flows of this one, or may be as it was gathered. */
  synchronized Optional<Path> overlapping(FlowFileName name) throws IOException {
    Path folder = name.file().toAbsolutePath().getParent();
    List<String> gathered = beginning(MessageKey.GATHERED + '-', name);
    if (!gathered.isEmpty()) {
      return Optional.of(folder.resolve(gathered.get(0)));
    }
    return names(name).tailSet(name.part()).stream()
        .takeWhile(other -> other.startsWith(name.part()))
        .map(folder::resolve)
        .filter(other -> !other.getFileName().equals(name.file().getFileName()))
        .filter(other -> name.overlaps(new FlowFileName(other)))
        .filter(Files::exists)
        .findFirst();
  }

  /**
   * A file with the same flows of a blob that was cut into other batches, as {@code batch-flows} or
   * {@code batch-size} was another.
   */
  synchronized Optional<Path> ofOtherCut(FlowFileName name) throws IOException {
    return beginning(name.blob(), name).stream()
        .map(name.file().toAbsolutePath()::resolveSibling)
        .filter(other -> name.isOtherCutOf(new FlowFileName(other)))
        .filter(Files::exists)
        .findFirst();
  }

  private NavigableSet<String> names(FlowFileName name) throws IOException {
    Path folder = name.file().toAbsolutePath().getParent();
    NavigableSet<String> names = folders.get(folder);
    if (names == null) {
      names = list(folder);
      folders.put(folder, names);
    }
    return names;
  }

  private static NavigableSet<String> list(Path folder) throws IOException {
    NavigableSet<String> names = new TreeSet<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        files.forEach(file -> names.add(file.getFileName().toString()));
      }
    }
    return names;
  }
}
