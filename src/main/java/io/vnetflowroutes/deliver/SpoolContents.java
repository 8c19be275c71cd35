package io.vnetflowroutes.deliver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What waits in the spool of one destination, as another process sees it.
 *
 * @param messages how many messages
 * @param bytes how much they take on disk
 * @param oldest since when the first of them waits; {@code null} where none does
 * @param reason why the destination did not take them at the last attempt; empty where none was
 */
public record SpoolContents(int messages, long bytes, Instant oldest, String reason) {

  /** An empty spool. */
  public static final SpoolContents NONE = new SpoolContents(0, 0, null, "");

  /** What waits in a folder of spools, by destination; those without any message are left out. */
  public static Map<String, SpoolContents> in(Path folder) throws IOException {
    Map<String, SpoolContents> all = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return all;
    }
    try (Stream<Path> spools = Files.list(folder)) {
      for (Path spool : spools.filter(Files::isDirectory).toList()) {
        SpoolContents contents = of(spool);
        if (contents.messages() > 0) {
          all.put(spool.getFileName().toString(), contents);
        }
      }
    }
    return all;
  }

  /**
   * The keys of the messages that wait, by destination, as another process may ask while the spools
   * are in use.
   */
  public static Map<String, Set<String>> keys(Path folder) throws IOException {
    return SpoolFolder.keys(folder);
  }

  /** Warns of spools whose destination is no longer named, as nobody sends what waits in them. */
  public static void warnOfStrangers(Path folder, List<String> destinations) {
    SpoolFolder.warnOfStrangers(folder, destinations);
  }

  private static SpoolContents of(Path spool) throws IOException {
    SpoolContents contents = new SpoolContents(0, 0, null, reason(spool));
    for (Path file : messages(spool)) {
      try {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        contents = contents.with(found.size(), found.lastModifiedTime().toInstant());
      } catch (NoSuchFileException e) {
        // It was sent meanwhile.
      }
    }
    return contents;
  }

  private static String reason(Path spool) throws IOException {
    try {
      return Files.readString(spool.resolve(SpoolFolder.WHY));
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  private static List<Path> messages(Path spool) throws IOException {
    try (Stream<Path> files = Files.list(spool)) {
      return files.filter(file -> file.toString().endsWith(Spool.ENDING)).toList();
    }
  }

  private SpoolContents with(long more, Instant since) {
    Instant first = oldest == null || since.isBefore(oldest) ? since : oldest;
    return new SpoolContents(messages + 1, bytes + more, first, reason);
  }
}
