package io.vnetflowroutes.queue;

import io.vnetflowroutes.disk.DiskProblem;
import io.vnetflowroutes.disk.PrivateFiles;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.DeliveryFile;
import io.vnetflowroutes.message.DeliveryFile.Header;
import io.vnetflowroutes.message.StoredMessage;
import io.vnetflowroutes.spool.NewerFormException;
import io.vnetflowroutes.spool.SetAside;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes over what earlier releases left in a spool: a file for each message, named by its place in
 * the queue, which sorts as text. What took the place of a message lay in files whose names are
 * that place with a number behind it.
 */
final class EarlierSpool {

  private static final String ENDING = ".delivery";
  private static final String UNFINISHED = ".unfinished";
  private static final Pattern MESSAGE = Pattern.compile("(\\d{16}(?:\\.\\d+)*)\\" + ENDING);

  private final SpoolLane lane;
  private final Path folder;
  private final SpoolDamage damage;
  private final Map<String, List<StoredMessage>> there = new HashMap<>();

  private EarlierSpool(SpoolLane lane, SpoolDamage damage) {
    this.lane = lane;
    this.folder = lane.folder();
    this.damage = damage;
  }

  /**
   * Moves the messages of files into a queue. A kill at any instant leaves each of them in one of
   * both, and those in both are not sent twice.
   */
  static void takeOver(SpoolLane lane, SpoolDamage damage) throws IOException {
    new EarlierSpool(lane, damage).takeOver();
  }

  private void takeOver() throws IOException {
    SortedMap<String, Path> files = files();
    if (files.isEmpty()) {
      return;
    }
    lane.each(
        message -> there.computeIfAbsent(message.key(), key -> new ArrayList<>()).add(message));
    List<Path> taken = new ArrayList<>();
    Kept last = null;
    for (Map.Entry<String, Path> file : files.entrySet()) {
      if (!isPartOfOne(file.getKey(), files.keySet())) {
        Kept kept = take(file.getValue());
        last = kept == null ? last : kept;
      }
      taken.add(file.getValue());
    }
    if (last != null) {
      last.force();
    }
    for (Path file : taken) {
      Files.deleteIfExists(file);
    }
    PrivateFiles.force(folder);
  }

  private SortedMap<String, Path> files() throws IOException {
    TreeMap<String, Path> files = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> found = Files.list(folder)) {
        for (Path file : found.toList()) {
          String name = file.getFileName().toString();
          var message = MESSAGE.matcher(name);
          if (name.endsWith(ENDING + UNFINISHED)) {
            Files.delete(file);
          } else if (message.matches()) {
            files.put(message.group(1), file);
          }
        }
      }
    }
    return files;
  }

  /**
   * Whether the message is still there that it was to take the place of: nothing of it was sent.
   */
  private static boolean isPartOfOne(String place, Set<String> places) {
    for (int dot = place.lastIndexOf('.'); dot > 0; dot = place.lastIndexOf('.', dot - 1)) {
      if (places.contains(place.substring(0, dot))) {
        return true;
      }
    }
    return false;
  }

  /** Returns what was added; {@code null} if the message is there already, or is damaged. */
  private Kept take(Path file) throws IOException {
    try (InputStream head = Files.newInputStream(file);
        InputStream all = Files.newInputStream(file)) {
      Header header = DeliveryFile.readHeader(head);
      Delivery message = DeliveryFile.read(all);
      for (StoredMessage same : there.getOrDefault(header.key(), List.of())) {
        if (message.holds(lane.read(same))) {
          return null;
        }
      }
      Instant since = Files.getLastModifiedTime(file).toInstant();
      return lane.add(message, header.format(), since);
    } catch (NewerFormException e) {
      throw new IOException("as to its file '" + file + "', " + e.getMessage(), e);
    } catch (IOException e) {
      if (DiskProblem.is(e)) {
        throw e;
      }
      damage.damaged(SetAside.move(file, file.getFileName().toString()));
      return null;
    }
  }
}
