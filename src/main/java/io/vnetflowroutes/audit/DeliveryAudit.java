package io.vnetflowroutes.audit;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.deliver.DeadLetterFiles;
import io.vnetflowroutes.deliver.DeadLetters;
import io.vnetflowroutes.deliver.SpoolContents;
import io.vnetflowroutes.errors.UserError;
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

/** Assembles an audit: the sources, the state on disk, spools and dead letters. */
public final class DeliveryAudit {

  private DeliveryAudit() {}

  /**
   * How it stands with every blob of some hours.
   *
   * @throws UserError if there is no state of this version, or a source cannot be listed
   */
  public static List<BlobAudit> run(Settings settings, Instant from, Instant to, Instant now) {
    List<BlobAudit> findings = new ArrayList<>();
    try (StateDatabase state = StateDatabase.look(settings.get(ProgramKeys.STATE))) {
      Audit audit =
          new Audit(new Cursor(state), waiting(settings), ReadSettings.schedule(settings), now);
      for (Source source : ReadSettings.sources(settings, Optional::empty, new SourceLog())) {
        findings.addAll(of(audit, source, from.truncatedTo(ChronoUnit.HOURS), to));
      }
    } catch (IOException e) {
      throw new UserError("The spool or the dead letter cannot be read: " + e.getMessage(), e);
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
