package io.vnetflowroutes.bench;

import io.vnetflowroutes.camel.Application;
import io.vnetflowroutes.camel.Configuration;
import io.vnetflowroutes.poll.PollResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The whole program in this JVM: from a source to its destinations, with state and spool. */
final class Pipe {

  private Pipe() {}

  /**
   * Runs the program, with a state of its own, until all that is due is delivered.
   *
   * @return how long that took after its routes had started
   */
  static Duration run(Path work, String properties) throws Exception {
    return run(work, properties, Map.of("flowlogs.start", "beginning"));
  }

  /** The same with some settings beside. */
  static Duration run(Path work, String properties, Map<String, String> more) throws Exception {
    try (Application bundle = bundle(work, properties, more)) {
      bundle.start(false);
      long start = System.nanoTime();
      PollResult result = bundle.polls().take();
      while (!result.caughtUp() && result.worthAnotherPoll()) {
        result = bundle.polls().take();
      }
      bundle.closeGathered();
      while (bundle.draining()) {
        bundle.polls().poll(1, TimeUnit.MILLISECONDS);
      }
      if (!result.caughtUp() || bundle.spooling()) {
        throw new IllegalStateException("Not all was delivered");
      }
      return Duration.ofNanos(System.nanoTime() - start);
    }
  }

  /** The program, not started; its state, spool and dead letters are new. */
  static Application bundle(Path work, String properties, Map<String, String> more)
      throws Exception {
    delete(work.resolve("own"));
    Path file = Files.writeString(work.resolve("bench.properties"), properties);
    Map<String, String> settings = new HashMap<>(more);
    if (!properties.contains("flowlogs.routes")) {
      settings.put("flowlogs.routes", Path.of("routes").toAbsolutePath().toString());
    }
    for (String folder : List.of("state", "spool", "dead-letter")) {
      settings.put("flowlogs." + folder, work.resolve("own").resolve(folder).toString());
    }
    return new Application(Configuration.read(file, Map.of(), settings), Optional::empty);
  }

  /** The settings of a directory source with one destination that takes everything. */
  static String settings(String source, String uri) {
    return source
        + """
        flowlogs.destination.sink.uri = %s
        flowlogs.allow = sink
        flowlogs.deny = sink
        """
            .formatted(uri);
  }

  /** The settings of a source that is a directory. */
  static String directory(Path directory) {
    return "flowlogs.source.archive.directory = " + directory + '\n';
  }

  /** Writes so many blobs of different interfaces, all with these bytes. */
  static void blobs(Path directory, int count, byte[] bytes) throws IOException {
    for (int i = 0; i < count; i++) {
      Path blob =
          directory.resolve(Blobs.NAMES.blob(Blobs.HOUR, "%012X".formatted(0x000D3A000000L + i)));
      Files.createDirectories(blob.getParent());
      Files.write(blob, bytes);
    }
  }

  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
