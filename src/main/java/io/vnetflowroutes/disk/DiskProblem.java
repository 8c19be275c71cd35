package io.vnetflowroutes.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Map;

/** A problem with a disk, in words for the person who must fix it. */
public final class DiskProblem {

  /** The texts of the C library, which Java passes on. */
  private static final Map<String, String> TEXTS =
      Map.of(
          "No space left on device", "its disk is full; make room",
          "Disk quota exceeded", "its disk quota is used up; make room or raise it",
          "Read-only file system", "its file system is read-only; mount it for writing",
          "File too large", "files may not grow so large here; raise the limit (ulimit -f)",
          "Input/output error", "its disk is broken; replace it");

  private DiskProblem() {}

  /** Whether an error is one of the disk and not of what was to be written. */
  public static boolean is(Throwable error) {
    return error instanceof FileSystemException
        || (error instanceof IOException
            && TEXTS.keySet().stream().anyMatch(text(error)::contains));
  }

  /** The rest of a sentence that begins with the file, folder or disk that is meant. */
  public static String sentence(IOException error) {
    String text = text(error);
    for (Map.Entry<String, String> known : TEXTS.entrySet()) {
      if (text.contains(known.getKey())) {
        return known.getValue();
      }
    }
    if (error instanceof AccessDeniedException denied) {
      return "this user may not write or read '" + denied.getFile() + "'; change its owner or mode";
    }
    if (error.getClass() == IOException.class && !text.isEmpty()) {
      return text;
    }
    String kind = error.getClass().getSimpleName().replace("Exception", "");
    return text.isEmpty() ? kind : kind + " " + text;
  }

  private static String text(Throwable error) {
    return error.getMessage() == null ? "" : error.getMessage();
  }
}
