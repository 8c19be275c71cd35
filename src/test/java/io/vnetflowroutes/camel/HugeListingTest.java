package io.vnetflowroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.poll.DueBlobs;
import io.vnetflowroutes.poll.PollResult;
import io.vnetflowroutes.poll.Schedule;
import io.vnetflowroutes.poll.SettableClock;
import io.vnetflowroutes.poll.Share;
import io.vnetflowroutes.poll.Start;
import io.vnetflowroutes.poll.WarningThrottle;
import io.vnetflowroutes.source.Container;
import io.vnetflowroutes.source.DirectoryContainer;
import io.vnetflowroutes.source.FlowLogSelection;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.state.Cursor;
import io.vnetflowroutes.state.StateDatabase;
import io.vnetflowroutes.telemetry.PollLog;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listing that does not fit into memory ends the poll with a failure, and the next one tries. */
class HugeListingTest {

  private static final String FLOW_LOG = "flowLogResourceID=/S_G/NETWORKWATCHER_EASTUS_V-G-FLOWLOG";
  private static final String BLOB =
      FLOW_LOG + "/y=2026/m=09/d=01/h=08/m=00/macAddress=000D3A1B2C01/PT1H.json";

  @TempDir private Path folder;

  /** What was listed before is handed out, and its hour is not over. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aListingThatDoesNotFitIntoMemoryIsAFailureAndNoEndlessWait(int pages) throws Exception {
    Path blob = folder.resolve(BLOB);
    Files.createDirectories(blob.getParent());
    Files.writeString(blob, "{}");
    SettableClock clock = new SettableClock("2026-09-01T10:20:00Z");
    Schedule schedule =
        new Schedule(
            Duration.ofMinutes(75),
            Duration.ofHours(24),
            new Start(Duration.ofHours(24), null),
            Duration.ZERO,
            Duration.ofHours(6));
    Source source =
        new Source(
            "lake",
            withoutMemoryBehind(pages, new DirectoryContainer("lake", folder)),
            new FlowLogSelection("*", "*", "*", "*", null, null));
    List<PollResult> results = new ArrayList<>();
    try (StateDatabase state = StateDatabase.open(Files.createDirectory(folder.resolve("state")))) {
      Cursor cursor = new Cursor(state);
      DueBlobs dueBlobs =
          new DueBlobs(
              List.of(source),
              Duration.ofMinutes(10),
              schedule,
              cursor,
              Share.ALL,
              clock,
              new PollLog(new WarningThrottle(clock), clock));
      PollSteps polls = new PollSteps(dueBlobs, results::add);
      for (int poll = 0; poll < 2; poll++) {
        Iterator<BlobInHand> due = polls.poll();
        for (int page = 0; page < pages; page++) {
          BlobInHand next = due.next();
          next.poll().done(next.due(), false);
        }
        assertThat(due.hasNext()).isFalse();
        polls.finish();
      }
      assertThat(results).allMatch(result -> result.flowLogs() == 1 && !result.caughtUp());
      Instant done = cursor.hour("lake", FLOW_LOG).orElseThrow();
      assertThat(done).isBeforeOrEqualTo(Instant.parse("2026-09-01T08:00:00Z"));
    }
  }

  private static Container withoutMemoryBehind(int pages, Container real) {
    return (Container)
        Proxy.newProxyInstance(
            Container.class.getClassLoader(),
            new Class<?>[] {Container.class},
            (proxy, method, arguments) ->
                method.getName().equals("pages")
                    ? withoutMemoryBehind(pages, real.pages((String) arguments[0]))
                    : method.invoke(real, arguments));
  }

  private static Iterator<List<ListedBlob>> withoutMemoryBehind(
      int pages, Iterator<List<ListedBlob>> real) {
    return new Iterator<>() {
      private int count;

      @Override
      public boolean hasNext() {
        return pages == 0 || count > 0 || real.hasNext();
      }

      @Override
      public List<ListedBlob> next() {
        if (count++ == pages) {
          throw new OutOfMemoryError("Java heap space");
        }
        return real.next();
      }
    };
  }
}
