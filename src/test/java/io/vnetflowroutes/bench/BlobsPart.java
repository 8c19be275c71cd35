package io.vnetflowroutes.bench;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many small blobs with the round trip of a far account. */
final class BlobsPart {

  private static final int WARM_UP = 6;
  private static final int RUNS = 5;
  private static final int BLOBS = 10_000;
  private static final int READERS = 16;
  private static final Duration LATENCY = Duration.ofMillis(20);
  private static final int FLOWS_EACH = 60 * 20;

  private BlobsPart() {}

  static void measure(Path work) throws Exception {
    byte[] content = Blobs.smallRecords(FLOWS_EACH);
    List<Double> ours = new ArrayList<>();
    List<Double> bare = new ArrayList<>();
    try (StubAccount account =
        new StubAccount(Blobs.NAMES, Blobs.HOUR, 1, BLOBS, content, LATENCY)) {
      String settings =
          Pipe.settings(account.source(), "log:nowhere?level=OFF")
              + "flowlogs.readers = "
              + READERS
              + "\nflowlogs.delay = 0\n";
      BlobContainerClient container =
          new BlobServiceClientBuilder()
              .endpoint(account.url())
              .credential(new StorageSharedKeyCredential("stub", "a2V5"))
              .buildClient()
              .getBlobContainerClient("insights-logs-flowlogflowevent");
      for (int run = 0; run < WARM_UP; run++) {
        Pipe.run(work, settings);
      }
      BareLoop.download(container, account.newest(), READERS);
      for (int run = 0; run < RUNS; run++) {
        ours.add(BLOBS / Pipe.seconds(Pipe.run(work, settings)));
        long start = System.nanoTime();
        BareLoop.download(container, account.newest(), READERS);
        bare.add(BLOBS / ((System.nanoTime() - start) / 1e9));
      }
    }
    Figure own = Figure.of(ours);
    Figure loop = Figure.of(bare);
    double limit = READERS * 1_000.0 / LATENCY.toMillis();
    new Page("Whole pipe, many small blobs")
        .text(
            """
            %s blobs of %d KB in one hour, %d readers, and an account (a stub of list and read) that
            answers each request after %d ms: with one request per blob, at most %s blobs/s are possible.
            Flows go to a destination that drops them. The bare loop downloads the same blobs with the
            Azure SDK on %d threads and drops the bytes. Stub, SDK and program share the machine. %d
            warm-up runs do not count. Goal: 90 %% of what is possible.
            """
                .formatted(
                    BLOBS,
                    content.length / 1_000,
                    READERS,
                    LATENCY.toMillis(),
                    Figure.number(limit),
                    READERS,
                    WARM_UP))
        .table("who", "blobs/s", "of what is possible")
        .row("the program", own.text(), percent(own, limit))
        .row("the bare loop, which parses nothing", loop.text(), percent(loop, limit))
        .end()
        .write();
  }

  private static String percent(Figure figure, double limit) {
    return Figure.number(100 * figure.median() / limit) + " %";
  }
}
