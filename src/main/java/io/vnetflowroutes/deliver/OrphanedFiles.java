package io.vnetflowroutes.deliver;

import io.vnetflowroutes.disk.PrivateFiles;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.IdRange;
import io.vnetflowroutes.flow.MessageKey;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.file.FileEndpoint;

/**
 * Files of a batch that no acknowledgement stands for. A kill leaves them behind when it comes
 * between a file and its note; the settings may make other files of the batch since.
 *
 * <p>Deliverers call it for different batches at a time.
 */
public final class OrphanedFiles {

  /** How much earlier a file's time may be than the instant at which it was written. */
  private static final Duration COARSE = Duration.ofSeconds(1);

  private final Supplier<CamelContext> camel;
  private final Map<String, String> uris;
  private final String unfinished;
  private final Acknowledgements acknowledgements;

  /** What destinations have acknowledged, by the keys of messages. */
  public interface Acknowledgements {

    /** Whether a message was acknowledged. */
    boolean contains(String key);

    /** The keys of what was acknowledged of a batch, by its id. */
    List<String> acknowledged(String batch);

    /** Forgets keys; they are gone from the disk when it returns. */
    void forget(List<String> keys);
  }

  /**
   * @param camel knows the folders that the URIs mean
   * @param uris the URIs of file destinations, by what they are acknowledged as
   * @param unfinished how the name of a file begins that is being written
   */
  public OrphanedFiles(
      Supplier<CamelContext> camel,
      Map<String, String> uris,
      String unfinished,
      Acknowledgements acknowledgements) {
    this.camel = camel;
    this.uris = Map.copyOf(uris);
    this.unfinished = unfinished;
    this.acknowledgements = acknowledgements;
  }

  /**
   * Removes those of a batch that is to be delivered again. Nothing is lost if a kill comes before
   * it is: without an acknowledgement all of it is delivered once more.
   *
   * @param since since when the batch is in hand; what is older is not of it
   */
  public void remove(Batch batch, Instant since) throws IOException {
    forgetThoseOfOtherFilters(batch);
    for (Map.Entry<String, String> destination : uris.entrySet()) {
      for (Path folder : folders(batch, destination.getValue())) {
        List<Path> left = new ArrayList<>();
        for (Path file : files(folder, batch)) {
          if (!isAcknowledged(file, destination.getKey()) && isOf(file, since)) {
            left.add(file);
          }
        }
        remove(left, folder);
      }
    }
  }

  /**
   * What stands for files of another filter stands for nothing from now on: these files go, and
   * must not be taken for delivered when that filter is set again.
   */
  private void forgetThoseOfOtherFilters(Batch batch) {
    List<String> others =
        acknowledgements.acknowledged(batch.id()).stream()
            .filter(key -> uris.keySet().stream().anyMatch(now -> isOfAnotherFilter(key, now)))
            .toList();
    if (!others.isEmpty()) {
      acknowledgements.forget(others);
    }
  }

  private static boolean isOfAnotherFilter(String key, String now) {
    String as = DeliveryKey.parse(key).takenAs();
    return !as.equals(now)
        && !Destination.isGathered(as)
        && Destination.nameIn(as).equals(Destination.nameIn(now));
  }

  /**
   * Removes files of a batch in whose place others were written: to be called when every
   * destination has acknowledged it, and before that is noted.
   *
   * @param endings how the names of files of each destination end now
   */
  public void removeReplaced(Batch batch, Map<String, String> endings) throws IOException {
    for (Map.Entry<String, String> destination : uris.entrySet()) {
      String ending = '.' + endings.get(destination.getKey());
      for (Path folder : folders(batch, destination.getValue())) {
        List<Path> replaced = new ArrayList<>();
        for (Path file : files(folder, batch)) {
          Path now = file.resolveSibling(key(file) + ending);
          boolean other = !file.equals(now) && Files.exists(now);
          if (other || !isAcknowledged(file, destination.getKey())) {
            replaced.add(file);
          }
        }
        remove(replaced, folder);
      }
    }
  }

  private boolean isAcknowledged(Path file, String destination) {
    return acknowledgements.contains(new DeliveryKey(key(file), destination).toString());
  }

  private static boolean isOf(Path file, Instant since) throws IOException {
    return !Files.getLastModifiedTime(file).toInstant().isBefore(since.minus(COARSE));
  }

  /** The key of the message that a file holds. */
  private static String key(Path file) {
    return MessageKey.ofFile(file.getFileName().toString()).map(MessageKey::toString).orElse("");
  }

  /** The folders that files of a batch are written to. */
  private List<Path> folders(Batch batch, String uri) {
    FileEndpoint endpoint = camel.get().getEndpoint(uri, FileEndpoint.class);
    Path top = Path.of(endpoint.getConfiguration().getDirectory());
    return endpoint.isFlatten()
        ? List.of(top)
        : batch.parts().stream()
            .map(BatchPart::decision)
            .map(d -> top.resolve(FileNames.folder(d, batch.origin().hour())))
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
