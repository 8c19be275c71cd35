package io.vnetflowroutes.receiver;

import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.parse.Batches;
import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.parse.RecordJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The flows of the folder {@code sample}, as the program reads them. */
public final class SampleFlows {

  private static final Path FOLDER = Path.of("sample");
  private static final Pattern HOUR = Pattern.compile("y=(\\d+)/m=(\\d+)/d=(\\d+)/h=(\\d+)/");
  private static final ParseLimits LIMITS = new ParseLimits(1_000_000, 1 << 30, 1 << 26);

  private SampleFlows() {}

  /** The allowed and the denied flows of each blob, in the order of the names. */
  public static List<BatchPart> parts() throws IOException {
    List<Path> blobs;
    try (Stream<Path> files = Files.walk(FOLDER)) {
      blobs = files.filter(file -> file.endsWith("PT1H.json")).sorted().toList();
    }
    List<BatchPart> parts = new ArrayList<>();
    for (Path blob : blobs) {
      String name = FOLDER.relativize(blob).toString();
      Matcher hour = HOUR.matcher(name);
      if (!hour.find()) {
        throw new IllegalStateException("No hour in " + name);
      }
      Instant begins =
          Instant.parse(
              "%s-%s-%sT%s:00:00Z"
                  .formatted(hour.group(1), hour.group(2), hour.group(3), hour.group(4)));
      new Batches(
              new Origin("sample", name, begins),
              new ByteArrayInputStream(Files.readAllBytes(blob)),
              LIMITS,
              RecordJson.within(1 << 16, 100))
          .over(true)
          .forEachRemaining(
              batch -> {
                parts.add(batch.allowed());
                parts.add(batch.denied());
              });
    }
    return parts.stream().filter(part -> !part.flows().isEmpty()).toList();
  }

  /** All of them, those of a decision after one another. */
  public static List<Flow> all() throws IOException {
    return Stream.of(Decision.values()).flatMap(decision -> all(decision).stream()).toList();
  }

  /** All flows of a decision. */
  public static List<Flow> all(Decision decision) {
    try {
      return parts().stream()
          .filter(part -> part.decision() == decision)
          .flatMap(part -> part.flows().stream())
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
