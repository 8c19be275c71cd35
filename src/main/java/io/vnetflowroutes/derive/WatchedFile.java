package io.vnetflowroutes.derive;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a file holds, loaded when it is first asked for and again when the file changed. A file that
 * cannot be loaded, or of which nothing can be used, leaves what was loaded before in force.
 *
 * @param <T> what the file is loaded into
 */
public final class WatchedFile<T> implements Supplier<T> {

  private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private final String key;
  private final Path file;
  private final Loader<T> loader;
  private final Clock clock;
  private Instant nextLook = Instant.MIN;
  private Object stamp;
  private T loaded;

  /** Loads a file. */
  public interface Loader<T> {

    /**
     * Loads the file.
     *
     * @throws IOException if it cannot be read or is not what it should be; the message says why
     */
    Loaded<T> load(Path file) throws IOException;
  }

  /** What tells that a file changed. */
  private record Stamp(Object time, long size, Object identity) {}

  /**
   * @param key the setting that names the file, for messages
   */
  public WatchedFile(String key, Path file, Loader<T> loader, Clock clock) {
    this.key = key;
    this.file = file;
    this.loader = loader;
    this.clock = clock;
  }

  /** What the file holds, {@code null} if it could never be loaded. */
  @Override
  public synchronized T get() {
    Instant now = clock.instant();
    if (now.isBefore(nextLook)) {
      return loaded;
    }
    nextLook = now.plus(BETWEEN_LOOKS);
    Object seen = look();
    if (!seen.equals(stamp)) {
      stamp = seen;
      load();
    }
    return loaded;
  }

  private void load() {
    boolean first = loaded == null;
    try {
      Loaded<T> read = loader.load(file);
      if (!first && read.hollow()) {
        warn("The list cannot be used, so it stays as it was before: {}", read.problem());
        return;
      }
      loaded = read.value();
      if (!read.problem().isEmpty()) {
        warn("The list is used, but for this: {}", read.problem());
      }
      LOG.atInfo()
          .addKeyValue("key", key)
          .addKeyValue("file", file)
          .log(first ? "List loaded" : "List loaded again, as its file changed");
    } catch (IOException | RuntimeException e) {
      warn(
          first
              ? "The list cannot be loaded, so it tells nothing: {}"
              : "The list cannot be loaded, so it stays as it was before: {}",
          why(e));
    }
  }

  private void warn(String sentence, String problem) {
    LOG.atWarn().addKeyValue("key", key).addKeyValue("file", file).log(sentence, problem);
  }

  private Object look() {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey()));
    } catch (IOException e) {
      return why(e);
    }
  }

  /** Says in one sentence why a file cannot be used. */
  public static String why(Exception problem) {
    if (problem instanceof NoSuchFileException || problem instanceof FileNotFoundException) {
      return "there is no such file";
    }
    if (problem instanceof AccessDeniedException) {
      return "this user may not read it";
    }
    return problem.getMessage() == null
        ? "it is damaged (" + problem.getClass().getSimpleName() + ')'
        : problem.getMessage().lines().findFirst().orElse("it cannot be read");
  }
}
