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

/**
 * The content of a file, loaded at the first request and again when the file changes. If a file
 * cannot be loaded, or nothing in it is usable, the earlier content stays in use. Any thread may
 * ask for it.
 *
 * @param <T> the type of the content
 */
public final class WatchedFile<T> implements Supplier<T> {

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private final String key;
  private final Path file;
  private final Loader<T> loader;
  private final Clock clock;
  private final ListListener listener;
  private Instant nextLook = Instant.MIN;
  private Object stamp;
  private T loaded;

  /** Loads a file. */
  public interface Loader<T> {

    /**
     * Loads the file.
     *
     * @throws IOException if it cannot be read or has the wrong content; the message says why
     */
    Loaded<T> load(Path file) throws IOException;
  }

  /** The attributes that show that a file changed. */
  private record Stamp(Object time, long size, Object identity) {}

  /** A file without a listener. */
  public WatchedFile(String key, Path file, Loader<T> loader, Clock clock) {
    this(key, file, loader, clock, ListListener.NONE);
  }

  /**
   * @param key the setting that names the file, for messages
   */
  public WatchedFile(String key, Path file, Loader<T> loader, Clock clock, ListListener listener) {
    this.key = key;
    this.file = file;
    this.loader = loader;
    this.clock = clock;
    this.listener = listener;
  }

  /** The content; {@code null} if the file could never be loaded. */
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
        listener.keptAsItWas(key, file, read.problem(), true);
        return;
      }
      loaded = read.value();
      if (!read.problem().isEmpty()) {
        listener.loadedInPart(key, file, read.problem());
      }
      listener.loaded(key, file, !first);
    } catch (IOException | RuntimeException e) {
      if (first) {
        listener.notLoaded(key, file, why(e));
      } else {
        listener.keptAsItWas(key, file, why(e), false);
      }
    }
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
