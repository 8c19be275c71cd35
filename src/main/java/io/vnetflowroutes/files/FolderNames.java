package io.vnetflowroutes.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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

  /** A file of another name that is about flows of this one. */
  synchronized Optional<Path> overlapping(FlowFileName name) throws IOException {
    Path folder = name.file().toAbsolutePath().getParent();
    NavigableSet<String> names = folders.get(folder);
    if (names == null) {
      names = list(folder);
      folders.put(folder, names);
    }
    return names.tailSet(name.part()).stream()
        .takeWhile(other -> other.startsWith(name.part()))
        .map(folder::resolve)
        .filter(other -> !other.getFileName().equals(name.file().getFileName()))
        .filter(other -> name.overlaps(new FlowFileName(other)))
        .filter(Files::exists)
        .findFirst();
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
