package io.vnetflowroutes.connect;

import io.vnetflowroutes.derive.ListListener;
import io.vnetflowroutes.poll.DueBlob;
import io.vnetflowroutes.poll.PollListener;
import io.vnetflowroutes.poll.WarningThrottle;
import io.vnetflowroutes.read.ReadListener;
import io.vnetflowroutes.source.FlowLogPath;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.source.SourceListener;
import java.nio.file.Path;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the lines of a task to the worker's log: what lasts once and then every hour. It calls
 * only what the first version of slf4j has, as that is what workers bring along. Any thread may
 * call it.
 */
final class ConnectLog implements PollListener, ReadListener, SourceListener, ListListener {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectLog.class);

  /** So many blobs with the same problem are named within an hour. */
  private static final int MOST_NAMED = 10;

  private final WarningThrottle said;
  private final TaskCounts counts;

  ConnectLog(WarningThrottle said, TaskCounts counts) {
    this.said = said;
    this.counts = counts;
  }

  @Override
  public void found(Source source, FlowLogPath flowLog, Instant from) {
    said.over(source.name() + " holds nothing");
    LOG.info(
        "The flow log '{}' of subscription '{}' was found; it is read from {} on",
        flowLog.name(),
        flowLog.subscription(),
        from);
  }

  @Override
  public void nothingFound(Source source, String why) {
    if (said.due(source.name() + " holds nothing", why)) {
      LOG.warn("{}", why);
    }
  }

  @Override
  public void foundTwice(String sentence) {
    LOG.warn("{}", sentence);
  }

  @Override
  public void sourceFailed(Source source, String why, Exception error) {
    if (said.due(source.name(), why)) {
      LOG.warn("{}", why);
    }
    LOG.debug("{}", why, error);
  }

  @Override
  public void sourceAnswered(Source source) {
    if (said.over(source.name())) {
      LOG.info("The source '{}' can be listed again", source.name());
    }
  }

  @Override
  public void credentialRenewed(Source source) {
    LOG.info("The source '{}' has another credential, which is used from now on", source.name());
  }

  @Override
  public void flowLogFailed(Source source, FlowLogPath flowLog, String why, Exception error) {
    if (said.due(flowLog.path(), why)) {
      LOG.warn("{}", why);
    }
    LOG.debug("{}", why, error);
  }

  @Override
  public void flowLogListed(Source source, FlowLogPath flowLog) {
    said.over(flowLog.path());
  }

  @Override
  public void failedWithAll(String why) {
    LOG.error("Nothing is lost, and all is tried again: {}", why);
  }

  @Override
  public void clockWasAhead(Source source, FlowLogPath flowLog, Instant done) {
    LOG.warn(
        "The clock was ahead when the flow log '{}' was read, which is done up to {}; its last hours"
            + " are listed again",
        flowLog.name(),
        done);
  }

  @Override
  public void silent(Source source, FlowLogPath flowLog, Instant newestHour) {
    LOG.warn(
        "The flow log '{}' is silent: it has no blob of an hour after {}; check that it is enabled,"
            + " and that its network has traffic (flowlogs.silent-after)",
        flowLog.name(),
        newestHour);
  }

  @Override
  public void noLongerSilent(Source source, FlowLogPath flowLog) {
    LOG.info("The flow log '{}' is no longer silent", flowLog.name());
  }

  @Override
  public void writtenAnew(Source source, String blob) {
    LOG.warn("The blob '{}' was written anew; it is read from its start", blob);
  }

  @Override
  public void removed(Source source, String blob) {
    LOG.warn(
        "The blob '{}' was removed before it was read to its end; the rest of it is lost", blob);
  }

  @Override
  public void notAskedFor(DueBlob blob, RuntimeException error) {
    LOG.debug("A blob that changed cannot be asked for; it is listed again", error);
  }

  @Override
  public void settled(DueBlob blob) {
    said.over(blob.identity());
  }

  /** Everything before the end of the connector is read. */
  void finished(Instant until) {
    LOG.info(
        "Everything before {} is read and goes to Connect; nothing is left to do, and the connector can be"
            + " deleted (flowlogs.until)",
        until);
  }

  @Override
  public void read(DueBlob blob) {
    if (!blob.onlyToCompare()) {
      counts.blob();
    }
    if (blob.over()) {
      said.over(cut(blob));
    }
  }

  @Override
  public void endsInsideRecord(DueBlob blob, long bytes) {
    if (said.due(cut(blob), "")) {
      LOG.warn(
          "The blob '{}' ends inside a record, or in what is none ({} bytes); it is read on when it"
              + " grows, and the rest goes to the dead letter once its hour is long over and it has not"
              + " changed for five minutes",
          blob.listed().name(),
          bytes);
    }
  }

  private static String cut(DueBlob blob) {
    return blob.identity() + " cut";
  }

  @Override
  public void changed(DueBlob blob) {
    LOG.debug("The blob '{}' changed before it was read", blob.listed().name());
  }

  @Override
  public void failed(DueBlob blob, String reason) {
    complain(blob, "it could not be read and is tried again. " + reason);
  }

  @Override
  public void notDelivered(DueBlob blob, String reason) {
    complain(blob, "a batch of it was not given to Connect and is tried again: " + reason);
  }

  private void complain(DueBlob blob, String sentence) {
    if (!said.due(blob.identity(), sentence)) {
      return;
    }
    int named = said.count(sentence);
    if (named <= MOST_NAMED) {
      LOG.warn("Of the blob '{}', {}", blob.listed().name(), sentence);
    } else if (named == MOST_NAMED + 1) {
      LOG.warn("More blobs have the same problem and are not named: {}", sentence);
    }
  }

  @Override
  public void nameless(String source, String name) {
    LOG.warn("The name of the file '{}' is not text in this machine's encoding", name);
  }

  @Override
  public void upperCase(String source, String folder) {
    if (said.due(folder, "")) {
      LOG.warn(
          "The folder '{}' is passed over, as Azure writes folders of dates in lower case", folder);
    }
  }

  @Override
  public void loaded(String key, Path file, boolean again) {
    LOG.info("The file '{}' of {} was loaded", file, key);
  }

  @Override
  public void loadedInPart(String key, Path file, String problem) {
    LOG.warn("Of the file '{}' of {}, {}", file, key, problem);
  }

  @Override
  public void notLoaded(String key, Path file, String problem) {
    LOG.warn(
        "The file '{}' of {} cannot be used, so nothing is derived from it: {}",
        file,
        key,
        problem);
  }

  @Override
  public void keptAsItWas(String key, Path file, String problem, boolean readable) {
    LOG.warn("The file '{}' of {} stays as it was loaded before: {}", file, key, problem);
  }
}
