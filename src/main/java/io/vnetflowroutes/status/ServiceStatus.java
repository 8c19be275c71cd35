package io.vnetflowroutes.status;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.deadletter.DeadLetterFiles;
import io.vnetflowroutes.deadletter.DeadLetters;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.queue.SpoolContents;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.ReadSettings;
import io.vnetflowroutes.state.StateDatabase;
import io.vnetflowroutes.state.StateException;
import io.vnetflowroutes.state.StateSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Assembles the status: state, spools and dead letter as they are on disk. */
public final class ServiceStatus {

  /** The exit code if no service runs. */
  static final int STOPPED = 3;

  private ServiceStatus() {}

  /**
   * The present status of the service.
   *
   * @throws UserError if there is no state of this version, or a folder cannot be read; with an
   *     exit code of its own where the service was never started
   */
  public static Status look(Settings settings, Instant now) {
    Path folder = settings.get(ProgramKeys.STATE);
    List<String> destinations = settings.names(DestinationKeys.GROUP);
    try (StateDatabase state = StateDatabase.look(folder)) {
      return Status.of(
          StateDatabase.inUse(folder),
          Receiving.of(settings),
          new StateSummary(state),
          ReadSettings.schedule(settings),
          now,
          destinations,
          SpoolContents.in(settings.get(ProgramKeys.SPOOL)),
          deadLetters(settings));
    } catch (IOException e) {
      throw new UserError("The spool or the dead letter cannot be read: " + e.getMessage(), e);
    } catch (StateException e) {
      throw new UserError(
          "", e.problems(), StateDatabase.exists(folder) ? UserError.WRONG : STOPPED);
    }
  }

  private static DeadLetterStatus deadLetters(Settings settings) throws IOException {
    Optional<Path> folder =
        new DeadLetters(settings.get(ProgramKeys.DEAD_LETTER)).folder().map(Path::of);
    if (folder.isEmpty()) {
      return null;
    }
    boolean there = Files.isDirectory(folder.get());
    return DeadLetterStatus.of(there ? DeadLetterFiles.in(folder.get()) : List.of());
  }
}
