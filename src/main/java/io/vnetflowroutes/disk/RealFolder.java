package io.vnetflowroutes.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Shows whether two paths lead to the same folder, however they are written and whether or not it
 * exists yet: through symbolic links, mounts, and names that the file system treats as equal.
 *
 * @param there the nearest folder on the way that is there: its key in its file system
 * @param missing the names below it
 */
public record RealFolder(Object there, String missing) {

  /** The folder at a path, as the file system resolves it. */
  public static RealFolder of(Path path) throws IOException {
    Path whole = path.toAbsolutePath();
    Path there = whole.getRoot();
    Deque<String> missing = new ArrayDeque<>();
    for (Path name : whole) {
      if (name.toString().equals("..")) {
        if (missing.pollLast() == null) {
          there = there.getParent() == null ? there : there.getParent();
        }
      } else if (missing.isEmpty() && Files.exists(there.resolve(name))) {
        there = there.resolve(name).toRealPath();
      } else if (!name.toString().equals(".")) {
        missing.add(name.toString());
      }
    }
    String rest = String.join("/", missing);
    return new RealFolder(key(there), takesCasesAsOne(there) ? fold(rest) : rest);
  }

  private static Object key(Path folder) throws IOException {
    Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    return key == null ? folder : key;
  }

  /** Whether the file system finds a folder under its name in other letters, too. */
  private static boolean takesCasesAsOne(Path folder) throws IOException {
    for (Path above = folder; above.getFileName() != null; above = above.getParent()) {
      String name = above.getFileName().toString();
      String other = name.equals(fold(name)) ? name.toUpperCase(Locale.ROOT) : fold(name);
      if (!other.equals(name)) {
        Path twin = above.resolveSibling(other);
        return Files.exists(twin, LinkOption.NOFOLLOW_LINKS) && Files.isSameFile(above, twin);
      }
    }
    return false;
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
