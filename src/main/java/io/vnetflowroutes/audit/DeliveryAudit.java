package io.vnetflowroutes.audit;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.deadletter.DeadLetterFiles;
import io.vnetflowroutes.deadletter.DeadLetters;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.queue.SpoolContents;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.ReadSettings;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.state.Cursor;
import io.vnetflowroutes.state.StateDatabase;
import io.vnetflowroutes.telemetry.SourceLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Assembles an audit: the sources, and the state on disk with spools and dead letters, or a topic.
 */
public final class DeliveryAudit {

  private DeliveryAudit() {}

  /**
   * The state of every blob of some hours, according to the state on disk.
   *
   * @throws UserError if there is no state of this version, or a source cannot be listed
   */
  public static List<BlobAudit> run(Settings settings, Instant from, Instant to, Instant now) {
    try (StateDatabase state = StateDatabase.look(settings.get(ProgramKeys.STATE))) {
      Evidence evidence = new StateEvidence(new Cursor(state), waiting(settings));
      return run(settings, sources(settings), evidence, from, to, now);
    } catch (IOException e) {
      throw new UserError("The spool or the dead letter cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The same by the progress topic of a connector.
   *
   * @throws UserError if the topic cannot be read or says nothing of a source, or a source cannot
   *     be listed
   */
  static List<BlobAudit> fromTopic(
      Settings settings, String topic, Instant from, Instant to, Instant now) {
    List<Source> sources = sources(settings);
    TopicEvidence evidence =
        ProgressTopic.read(settings, topic, from.truncatedTo(ChronoUnit.HOURS), to);
    for (Source source : sources) {
      if (!evidence.knows(source)) {
        throw new UserError(
            "The topic '%s' says nothing of %s, the account of source '%s', but of %s"
                .formatted(
                    topic,
                    TopicEvidence.place(source),
                    source.name(),
                    evidence.places().isEmpty()
                        ? "none"
                        : String.join(", ", new TreeSet<>(evidence.places()))));
      }
    }
    return run(settings, sources, evidence, from, to, now);
  }

  private static List<Source> sources(Settings settings) {
    return ReadSettings.sources(settings, Optional::empty, new SourceLog());
  }

  private static List<BlobAudit> run(
      Settings settings,
      List<Source> sources,
      Evidence evidence,
      Instant from,
      Instant to,
      Instant now) {
    List<BlobAudit> findings = new ArrayList<>();
    Audit audit = new Audit(evidence, ReadSettings.schedule(settings), now);
    for (Source source : sources) {
      findings.addAll(of(audit, source, from.truncatedTo(ChronoUnit.HOURS), to));
    }
    return findings;
  }

  private static List<BlobAudit> of(Audit audit, Source source, Instant from, Instant to) {
    try {
      return audit.of(source, from, to);
    } catch (RuntimeException e) {
      throw source.unlisted(e);
    }
  }

  private static PendingDeliveries waiting(Settings settings) throws IOException {
    Optional<Path> deadLetters =
        new DeadLetters(settings.get(ProgramKeys.DEAD_LETTER))
            .folder()
            .map(Path::of)
            .filter(Files::isDirectory);
    return new PendingDeliveries(
        SpoolContents.keys(settings.get(ProgramKeys.SPOOL)),
        deadLetters.isPresent() ? DeadLetterFiles.in(deadLetters.get()) : List.of());
  }
}
