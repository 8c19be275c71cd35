package io.vnetflowroutes.telemetry;

import io.vnetflowroutes.poll.DueBlob;
import io.vnetflowroutes.poll.PollListener;
import io.vnetflowroutes.poll.SourceProblem;
import io.vnetflowroutes.poll.WarningThrottle;
import io.vnetflowroutes.source.FlowLogPath;
import io.vnetflowroutes.source.Source;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes the log lines about polls: a lasting problem once and then every hour, not at every poll.
 * Any thread may call any method.
 */
public final class PollLog implements PollListener {

  private static final Logger LOG = LoggerFactory.getLogger(PollLog.class);

  private final WarningThrottle said;
  private final Clock clock;
  private final Map<String, SourceProblem> problems = new ConcurrentSkipListMap<>();

  /**
   * @param said limits repeated warnings
   * @param clock dates problems
   */
  public PollLog(WarningThrottle said, Clock clock) {
    this.said = said;
    this.clock = clock;
  }

  @Override
  public void found(Source source, FlowLogPath flowLog, Instant from) {
    said.over(nothing(source));
    problems.remove(nothing(source));
    about(LOG.atInfo(), source)
        .addKeyValue("flow_log", flowLog.name())
        .addKeyValue("subscription", flowLog.subscription())
        .addKeyValue("from_hour", from)
        .log("Flow log found");
  }

  @Override
  public void nothingFound(Source source, String why) {
    problem(nothing(source), source, why);
    if (said.due(nothing(source), why)) {
      about(LOG.atWarn(), source).log("{}", why);
    }
  }

  private static String nothing(Source source) {
    return source.name() + " holds nothing";
  }

  @Override
  public void foundTwice(String sentence) {
    LOG.warn(sentence);
  }

  /** The present problems of sources. */
  public List<SourceProblem> problems() {
    return List.copyOf(problems.values());
  }

  @Override
  public void sourceFailed(Source source, String why, Exception error) {
    problem(source.name(), source, why);
    if (said.due(source.name(), why)) {
      about(LOG.atWarn(), source).log(why);
    }
    LOG.debug("{}", why, error);
  }

  @Override
  public void sourceAnswered(Source source) {
    problems.remove(source.name());
    if (said.over(source.name())) {
      about(LOG.atInfo(), source).log("The source can be listed again");
    }
  }

  @Override
  public void credentialRenewed(Source source) {
    about(LOG.atInfo(), source)
        .log("The credential was changed in the configuration; the new one is used from now on");
  }

  private void problem(String about, Source source, String why) {
    problems.compute(
        about,
        (key, before) ->
            new SourceProblem(
                source.name(), before == null ? clock.instant() : before.since(), why));
  }

  @Override
  public void flowLogFailed(Source source, FlowLogPath flowLog, String why, Exception error) {
    problem(identity(source, flowLog), source, flowLog.name() + ": " + why);
    if (said.due(identity(source, flowLog), why)) {
      about(LOG.atWarn(), source, flowLog).log(why);
    }
    LOG.debug("A flow log cannot be listed", error);
  }

  @Override
  public void flowLogListed(Source source, FlowLogPath flowLog) {
    problems.remove(identity(source, flowLog));
    said.over(identity(source, flowLog));
  }

  /** Identifies a flow log: two sources may hold the same folder. */
  private static String identity(Source source, FlowLogPath flowLog) {
    return source.name() + ' ' + flowLog.path();
  }

  @Override
  public void failedWithAll(String why) {
    LOG.atError().log("Nothing is lost, and all is tried again: {}", why);
  }

  @Override
  public void clockWasAhead(Source source, FlowLogPath flowLog, Instant done) {
    about(LOG.atWarn(), source, flowLog)
        .addKeyValue("done_before", done)
        .log("The clock was ahead when this flow log was read; its last hours are listed again");
  }

  @Override
  public void silent(Source source, FlowLogPath flowLog, Instant newestHour) {
    about(LOG.atWarn(), source, flowLog)
        .addKeyValue("newest_hour", newestHour)
        .log(
            "The flow log is silent: it has no blob of a later hour; check that it is enabled, and"
                + " that its network has traffic (flowlogs.silent-after)");
  }

  @Override
  public void noLongerSilent(Source source, FlowLogPath flowLog) {
    about(LOG.atInfo(), source, flowLog).log("The flow log is no longer silent");
  }

  @Override
  public void writtenAnew(Source source, String blob) {
    about(LOG.atWarn(), source)
        .addKeyValue("blob", blob)
        .log(
            "The blob was written anew; it is read from its start, and names of its files hold"
                + " '.anew'");
  }

  @Override
  public void removed(Source source, String blob) {
    about(LOG.atWarn(), source)
        .addKeyValue("blob", blob)
        .log("The blob was removed before it was read to its end; the rest of it is lost");
  }

  @Override
  public void notAskedFor(DueBlob blob, RuntimeException error) {
    LOG.debug("A blob that changed cannot be asked for; it is listed again", error);
  }

  @Override
  public void settled(DueBlob blob) {
    said.over(blob.identity());
  }

  private static LoggingEventBuilder about(LoggingEventBuilder line, Source source) {
    return line.addKeyValue("source", source.name());
  }

  private static LoggingEventBuilder about(
      LoggingEventBuilder line, Source source, FlowLogPath flowLog) {
    return about(line, source)
        .addKeyValue("flow_log", flowLog.name())
        .addKeyValue("path", flowLog.path());
  }
}
