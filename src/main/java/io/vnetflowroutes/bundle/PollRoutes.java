package io.vnetflowroutes.bundle;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.observe.Counters;
import io.vnetflowroutes.poll.Complaints;
import io.vnetflowroutes.poll.DueBlobs;
import io.vnetflowroutes.read.BlobReader;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.state.Cursor;
import java.util.List;
import java.util.NavigableSet;
import java.util.function.Function;
import org.apache.camel.main.Main;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/** Binds the beans that the routes name which poll and read. */
final class PollRoutes {

  private PollRoutes() {}

  /**
   * Binds them under their route names.
   *
   * @param ends where the batches of a blob are to end besides, so that it is cut as it was before
   */
  static void bind(
      Main camel,
      Settings settings,
      List<Source> sources,
      DueBlobs dueBlobs,
      Complaints complaints,
      Cursor cursor,
      Counters counters,
      Function<ListedBlob, NavigableSet<Long>> ends) {
    sources.forEach(source -> camel.bind(source.container().beanName(), source.container().bean()));
    camel.bind("dueBlobs", dueBlobs);
    camel.bind("readers", readers(settings.count("flowlogs.readers")));
    camel.bind(
        "reader",
        new BlobReader(
            dueBlobs,
            cursor,
            counters,
            ends,
            ReadSettings.limits(settings),
            ReadSettings.json(settings)));
    camel.bind("cursor", cursor);
    camel.bind("problems", new Problems(dueBlobs, complaints));
  }

  /** As many threads as readers; the poll itself reads when all are busy, and so waits. */
  private static ThreadPoolProfile readers(int threads) {
    ThreadPoolProfile profile = new ThreadPoolProfile("readers");
    profile.setPoolSize(threads);
    profile.setMaxPoolSize(threads);
    profile.setMaxQueueSize(0);
    profile.setRejectedPolicy(ThreadPoolRejectedPolicy.CallerRuns);
    return profile;
  }
}
