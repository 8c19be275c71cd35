package io.vnetflowroutes.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What gathering makes of many small blobs, and what it costs with large ones. */
final class GatherPart {

  /** {@code -Dbench.blobs=1000} is for a machine with little time or disk. */
  private static final int BLOBS = Integer.getInteger("bench.blobs", 10_000);

  private static final int FLOWS_EACH = 60 * 20;
  private static final int READERS = 16;
  private static final int LARGE_BLOBS = 12;
  private static final int LARGE_FLOWS = 300_000;
  private static final int WARM_UPS = 2;
  private static final int RUNS = 5;
  private static final String FILES_OF = "128MB";
  private static final int FILE_BYTES = 128 << 20;
  private static final String GATHERED = "flowlogs.destination.sink.gather = %s, 15m\n";

  private final Path work;
  private final Path out;

  private GatherPart(Path work) {
    this.work = work;
    this.out = work.resolve("out");
  }

  static void measure(Path work) throws Exception {
    GatherPart part = new GatherPart(work);
    Page page = new Page("Lake: gathered files and bodies");
    part.counts(page);
    part.speeds(page);
    page.write();
  }

  /** Something that takes so long, in seconds. */
  private interface Timed {
    double seconds() throws Exception;
  }

  private void counts(Page page) throws Exception {
    byte[] content = Blobs.smallRecords(FLOWS_EACH);
    page.text(
            """
            %,d blobs of %d KB in one hour, in the flat format, from an account (a stub of list and read)
            that answers at once. Each row is one run: files and requests are the same each time, the
            speed is not. The program forces all files to disk, except in the row that says so. Goals: at
            most a file per 100 MB and decision, and as many blobs/s as into today's files; bodies of 1 MB.
            """
                .formatted(BLOBS, content.length / 1_000))
        .table("to", "`gather`", "files or requests", "MB in all", "MB each", "blobs/s");
    try (StubAccount account =
        new StubAccount(Blobs.NAMES, Blobs.HOUR, 1, BLOBS, content, Duration.ZERO)) {
      String settings = account.source() + "flowlogs.readers = " + READERS + '\n';
      files(page, "files, not forced", "", settings, "?forceWrites=false");
      files(page, "files", "", settings, "");
      files(page, "files", FILES_OF, settings, "");
      requests(page, "", settings);
      requests(page, "1MB", settings);
    }
    page.end();
  }

  private void files(Page page, String to, String gather, String source, String options)
      throws Exception {
    Pipe.delete(out);
    double seconds =
        Pipe.seconds(Pipe.run(work, settings(source, "file:" + out + options, gather)));
    long bytes = 0;
    long files = 0;
    try (Stream<Path> all = Files.walk(out)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
        files++;
      }
    }
    row(page, to, gather, files, bytes, seconds);
    Pipe.delete(out);
  }

  private void requests(Page page, String gather, String source) throws Exception {
    try (HttpSink sink = new HttpSink()) {
      double seconds = Pipe.seconds(Pipe.run(work, settings(source, sink.url(), gather)));
      row(page, "HTTP", gather, sink.requests(), sink.bytes(), seconds);
    }
  }

  private static void row(
      Page page, String to, String gather, long count, long bytes, double seconds) {
    page.row(
        to,
        gather.isEmpty() ? "" : '`' + gather + ", 15m`",
        "%,d".formatted(count),
        "%,d".formatted(bytes / 1_000_000),
        Figure.number(bytes / 1e6 / count),
        Figure.number(BLOBS / seconds));
  }

  private static String settings(String source, String uri, String gather) {
    return Pipe.settings(source, uri) + (gather.isEmpty() ? "" : GATHERED.formatted(gather));
  }

  private void speeds(Page page) throws Exception {
    byte[] blob = Blobs.ordinary(LARGE_FLOWS);
    Path in = work.resolve("in");
    Pipe.blobs(in, LARGE_BLOBS, blob);
    List<byte[]> bodies = new ArrayList<>();
    new Flattening("flat").flatten(blob, bodies::add);
    BareLoop bare = new BareLoop(bodies);
    String source = Pipe.directory(in);
    Map<String, Timed> ways = new LinkedHashMap<>();
    ways.put("gathered (`%s, 15m`), forced".formatted(FILES_OF), ours(source, "", FILES_OF));
    ways.put("a file per batch and decision, not forced", ours(source, "?forceWrites=false", ""));
    ways.put("a file per batch and decision, forced", ours(source, "", ""));
    ways.put(
        "bare loop, files of 128 MB, forced",
        () -> {
          long start = System.nanoTime();
          bare.gathered(in, out, FILE_BYTES);
          return (System.nanoTime() - start) / 1e9;
        });
    Map<String, List<Double>> runs = new LinkedHashMap<>();
    for (int run = -WARM_UPS; run < RUNS; run++) {
      for (Map.Entry<String, Timed> way : ways.entrySet()) {
        Pipe.delete(out);
        double speed = LARGE_BLOBS * LARGE_FLOWS / way.getValue().seconds();
        if (run >= 0) {
          runs.computeIfAbsent(way.getKey(), name -> new ArrayList<>()).add(speed);
        }
      }
    }
    page.text(
            """
            %d blobs of %,d flows in a directory, in the flat format, in turns. The bare loop reads the same
            files, does not parse them, and writes as many prepared bytes. Goals for gathered files: 1.5
            times those that are not forced, and 90 %% of the bare loop.
            """
                .formatted(LARGE_BLOBS, LARGE_FLOWS))
        .table("files", "flows/s", "gathered is faster by");
    Figure gathered = Figure.of(runs.values().iterator().next());
    runs.forEach(
        (way, speeds) ->
            page.row(way, Figure.of(speeds).text(), gathered.times(Figure.of(speeds))));
    page.end();
  }

  private Timed ours(String source, String options, String gather) {
    return () -> Pipe.seconds(Pipe.run(work, settings(source, "file:" + out + options, gather)));
  }
}
