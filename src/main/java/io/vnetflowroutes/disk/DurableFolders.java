package io.vnetflowroutes.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Makes folders that still exist after a power cut, whoever made them: another thread that has not
 * forced them to disk yet, or a process that was killed before it could.
 */
public final class DurableFolders {

  /** More than are written to at a time; one that was forgotten is forced again. */
  private static final int REMEMBERED = 4096;

  /** Folders of which the way from the root is on the disk. */
  private static final Set<Path> KNOWN =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Path, Boolean> eldest) {
                  return size() > REMEMBERED;
                }
              }));

  private DurableFolders() {}

  /** Makes a folder and those above it, where they are missing. */
  public interface Making {
    /** Returns whether the folder is there now. */
    boolean make() throws IOException;
  }

  /**
   * Makes a folder, and returns once it is on the disk with those above it.
   *
   * @return whether it is there
   */
  public static boolean make(Path folder, Making making) throws IOException {
    Path whole = folder.toAbsolutePath();
    // In this order: who makes a folder anew forgets it first.
    if (Files.isDirectory(whole) && KNOWN.contains(whole)) {
      return true;
    }
    synchronized (DurableFolders.class) {
      Path firstMade = null;
      for (Path above = whole; above != null && !Files.exists(above); above = above.getParent()) {
        KNOWN.remove(above);
        firstMade = above;
      }
      if (!making.make()) {
        return false;
      }
      bringToDisk(whole, firstMade);
      return true;
    }
  }

  /** Forces the entries of a folder and of those above it, from the root on. */
  private static void bringToDisk(Path folder, Path firstMade) throws IOException {
    Path above = folder.getParent();
    if (above == null || KNOWN.contains(folder)) {
      return;
    }
    bringToDisk(above, folder.equals(firstMade) ? null : firstMade);
    try {
      PrivateFiles.force(above);
    } catch (IOException e) {
      if (firstMade != null) {
        throw e;
      }
      // A folder that was there before, in one that is not ours to open.
    }
    KNOWN.add(folder);
  }
}
