package io.vnetflowroutes.deliver;

import io.vnetflowroutes.disk.PrivateFiles;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.IdRange;
import io.vnetflowroutes.flow.MessageKey;
import io.vnetflowroutes.message.DeliveryKey;
import io.vnetflowroutes.message.FolderLayout;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.file.FileEndpoint;

/**
 * Files of a batch without an acknowledgement. A kill between a file and its acknowledgement leaves
 * them behind, and changed settings may now make other files of the batch.
 *
 * <p>Deliverers call it for different batches at a time.
 */
public final class OrphanedFiles {

  /** How much earlier a file's time may be than the instant at which it was written. */
  private static final Duration COARSE = Duration.ofSeconds(1);

  private final Supplier<CamelContext> camel;
  private final Map<String, Folders> places;
  private final String unfinished;
  private final Acknowledgements acknowledgements;

  /**
   * Where the files of a destination lie.
   *
   * @param uri its URI
   * @param layouts the layouts of its folders, now and when batches in hand were planned
   */
  public record Folders(String uri, Collection<FolderLayout> layouts) {}

  /** What destinations have acknowledged, by the keys of messages. */
  public interface Acknowledgements {

    /** Whether a message was acknowledged. */
    boolean contains(String key);

    /** The keys of a batch's acknowledged messages, by the batch's id. */
    List<String> acknowledged(String batch);

    /** Forgets keys; when it returns, they are no longer on disk. */
    void forget(List<String> keys);
  }

  /**
   * @param camel finds the folders of the URIs
   * @param places the folders of file destinations, by the name of their acknowledgements
   * @param unfinished the prefix of the name of a file that is being written
   */
  public OrphanedFiles(
      Supplier<CamelContext> camel,
      Map<String, Folders> places,
      String unfinished,
      Acknowledgements acknowledgements) {
    this.camel = camel;
    this.places = Map.copyOf(places);
    this.unfinished = unfinished;
    this.acknowledgements = acknowledgements;
  }

  /**
   * Removes those of a batch that is about to be delivered again. A kill right after that loses
   * nothing: without an acknowledgement the whole batch is delivered again.
   *
   * @param since when the batch was planned; older files belong to another one
   */
  public void remove(Batch batch, Instant since) throws IOException {
    forgetThoseOfOtherFilters(batch);
    for (Map.Entry<Path, Set<String>> folder : folders(batch).entrySet()) {
      List<Path> left = new ArrayList<>();
      for (Path file : files(folder.getKey(), batch)) {
        if (!isAcknowledged(file, folder.getValue()) && isOf(file, since)) {
          left.add(file);
        }
      }
      remove(left, folder.getKey());
    }
  }

  /**
   * Forgets acknowledgements that another filter made: their files go, and must not count as
   * delivered if that filter is set again.
   */
  private void forgetThoseOfOtherFilters(Batch batch) {
    List<String> others =
        acknowledgements.acknowledged(batch.id()).stream()
            .filter(key -> places.keySet().stream().anyMatch(now -> isOfAnotherFilter(key, now)))
            .toList();
    if (!others.isEmpty()) {
      acknowledgements.forget(others);
    }
  }

  private static boolean isOfAnotherFilter(String key, String now) {
    String as = DeliveryKey.parse(key).takenAs();
    return !as.equals(now)
        && !DeliveryKey.isGathered(as)
        && DeliveryKey.nameIn(as).equals(DeliveryKey.nameIn(now));
  }

  /**
   * Removes files of a batch that others replaced. Call it after every destination has acknowledged
   * the batch, and before the commit.
   *
   * @param endings the present ending of each destination's files
   */
  public void removeReplaced(Batch batch, Map<String, String> endings) throws IOException {
    for (Map.Entry<Path, Set<String>> folder : folders(batch).entrySet()) {
      List<Path> replaced = new ArrayList<>();
      for (Path file : files(folder.getKey(), batch)) {
        boolean other =
            folder.getValue().stream()
                .map(destination -> file.resolveSibling(key(file) + '.' + endings.get(destination)))
                .anyMatch(now -> !file.equals(now) && Files.exists(now));
        if (other || !isAcknowledged(file, folder.getValue())) {
          replaced.add(file);
        }
      }
      remove(replaced, folder.getKey());
    }
  }

  private boolean isAcknowledged(Path file, Set<String> destinations) {
    return destinations.stream()
        .map(destination -> new DeliveryKey(key(file), destination).toString())
        .anyMatch(acknowledgements::contains);
  }

  private static boolean isOf(Path file, Instant since) throws IOException {
    return !Files.getLastModifiedTime(file).toInstant().isBefore(since.minus(COARSE));
  }

  /** The key of the message that a file holds. */
  private static String key(Path file) {
    return MessageKey.ofFile(file.getFileName().toString()).map(MessageKey::toString).orElse("");
  }

  /** The folders of a batch's files, each with the destinations that may write there. */
  private Map<Path, Set<String>> folders(Batch batch) {
    Map<Path, Set<String>> folders = new LinkedHashMap<>();
    places.forEach(
        (destination, place) -> {
          for (Path folder : folders(batch, place)) {
            folders
                .computeIfAbsent(folder.toAbsolutePath().normalize(), each -> new TreeSet<>())
                .add(destination);
          }
        });
    return folders;
  }

  private List<Path> folders(Batch batch, Folders target) {
    FileEndpoint endpoint = camel.get().getEndpoint(target.uri(), FileEndpoint.class);
    Path top = Path.of(endpoint.getConfiguration().getDirectory());
    return endpoint.isFlatten()
        ? List.of(top)
        : batch.parts().stream()
            .map(BatchPart::decision)
            .flatMap(d -> target.layouts().stream().map(l -> l.folder(d, batch.origin())))
            .distinct()
            .map(top::resolve)
            .toList();
  }

  private List<Path> files(Path folder, Batch batch) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> all =
          Files.newDirectoryStream(folder, file -> isOf(file, batch))) {
        all.forEach(files::add);
      }
    }
    return files;
  }

  private boolean isOf(Path file, Batch batch) {
    String name = file.getFileName().toString();
    String begun = name.startsWith(unfinished) ? name.substring(unfinished.length()) : name;
    return IdRange.of(batch.id()).contains(begun);
  }

  private static void remove(List<Path> files, Path folder) throws IOException {
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    if (!files.isEmpty()) {
      PrivateFiles.force(folder);
    }
  }
}
