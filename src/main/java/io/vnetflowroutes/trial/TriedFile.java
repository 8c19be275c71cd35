package io.vnetflowroutes.trial;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.parse.Batches;
import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.parse.RecordJson;
import io.vnetflowroutes.source.BlobName;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file that is read as if it were a blob. A file in Azure's folders has the name that the blob
 * had, so the ids are the real ones. Any other file has its own name, and its hour comes from its
 * first record.
 */
public final class TriedFile {

  private static final Pattern BLOB =
      Pattern.compile("(?:.*/)?((?:flowLogResourceID|resourceId)=/.*)", Pattern.CASE_INSENSITIVE);

  private final Path file;
  private final ParseLimits limits;
  private final RecordJson json;
  private final Origin origin;

  /**
   * @param file the file to read
   * @param name the name that is shown, and that stands for the blob's where it lies elsewhere
   * @param source the name of the source it is taken for
   * @param limits as in the settings
   * @param json the limits on nesting and on the length of texts
   */
  public TriedFile(Path file, String name, String source, ParseLimits limits, RecordJson json)
      throws IOException {
    this.file = file;
    this.limits = limits;
    this.json = json;
    Optional<BlobName> blob = blobName().flatMap(BlobName::parse);
    this.origin =
        blob.isPresent()
            ? new Origin(source, blobName().orElseThrow(), blob.get().hour())
            : new Origin(source, name, hourOf(new Origin(source, name, Instant.EPOCH)));
  }

  /** Whether the file has the name of a blob, and so its flows their real ids. */
  public boolean named() {
    return BlobName.parse(origin.blob()).isPresent();
  }

  /** Cuts the file into batches; returns how many bytes at its end are not a whole record. */
  public long read(Consumer<Batch> batches) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      Batches cut = new Batches(origin, in, limits, json);
      cut.forEachRemaining(batches);
      return cut.incompleteBytes();
    }
  }

  private Optional<String> blobName() {
    String path = file.toAbsolutePath().normalize().toString().replace('\\', '/');
    Matcher blob = BLOB.matcher(path);
    return blob.matches() ? Optional.of(blob.group(1)) : Optional.empty();
  }

  /** The hour of the first record that can be read, otherwise that of the file's last change. */
  private Instant hourOf(Origin nameless) throws IOException {
    Instant time = Files.getLastModifiedTime(file).toInstant();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      Batches cut = new Batches(nameless, in, limits, json);
      if (cut.hasNext()) {
        Batch first = cut.next();
        time =
            Stream.concat(first.allowed().flows().stream(), first.denied().flows().stream())
                .map(Flow::record)
                .map(record -> Instant.ofEpochMilli(record.timeMillis()))
                .min(Instant::compareTo)
                .orElse(time);
      }
    }
    return time.truncatedTo(ChronoUnit.HOURS);
  }
}
