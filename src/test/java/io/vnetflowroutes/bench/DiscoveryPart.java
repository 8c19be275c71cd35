package io.vnetflowroutes.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a poll costs beside few blobs and beside very many. */
final class DiscoveryPart {

  private static final int INTERFACES = 20;
  private static final int FEW_HOURS = 50;
  private static final int MANY_HOURS = 50_000;

  private DiscoveryPart() {}

  static void measure(Path work) throws Exception {
    Page page =
        new Page("Discovery")
            .text(
                """
                A first run (24 hours back) and the poll after it, of an account (a stub of list and
                read) with %d blobs per hour. Counted at the account. Goal: the same calls, however much
                the account holds.
                """
                    .formatted(INTERFACES))
            .table("blobs in the account", "list calls", "bytes of lists", "blobs read");
    for (int hours : new int[] {FEW_HOURS, MANY_HOURS}) {
      Instant first = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(hours, ChronoUnit.HOURS);
      byte[] content = Blobs.smallRecords(20);
      try (StubAccount account =
          new StubAccount(Blobs.NAMES, first, hours, INTERFACES, content, Duration.ZERO)) {
        String settings = Pipe.settings(account.source(), "log:nowhere?level=OFF");
        Pipe.run(work, settings, java.util.Map.of("flowlogs.start", "24h"));
        page.row(
            "%,d".formatted(hours * INTERFACES),
            "" + account.lists(),
            "%,d".formatted(account.listedBytes()),
            "%,d".formatted(account.reads()));
      }
    }
    page.end().write();
  }
}
