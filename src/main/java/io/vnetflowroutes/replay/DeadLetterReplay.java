package io.vnetflowroutes.replay;

import io.vnetflowroutes.camel.BatchRoutes;
import io.vnetflowroutes.camel.CamelRuntime;
import io.vnetflowroutes.camel.DeliveryRepository;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.deadletter.DeadLetter;
import io.vnetflowroutes.deliver.Destination;
import io.vnetflowroutes.derive.Lookups;
import io.vnetflowroutes.disk.PrivateFiles;
import io.vnetflowroutes.endpoints.DestinationSettings;
import io.vnetflowroutes.endpoints.ProcessResources;
import io.vnetflowroutes.files.SameName;
import io.vnetflowroutes.files.UnfinishedName;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.ResumedBatches;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.settings.DeriveSettings;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.ReadSettings;
import io.vnetflowroutes.state.Acknowledgements;
import io.vnetflowroutes.state.StateDatabase;
import io.vnetflowroutes.telemetry.Counters;
import io.vnetflowroutes.telemetry.ListLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The routes behind a batch, without polling, to replay dead letters through them. It can run while
 * the service runs: it has a state of its own, beside the dead letters, and no spool.
 */
public final class DeadLetterReplay implements AutoCloseable {

  private static final String STATE = ".replay";

  private final CamelRuntime runtime;
  private final BatchRoutes routes;
  private final StateDatabase state;
  private final Acknowledgements acknowledged;
  private final Replay replay;
  private boolean allTaken;

  /**
   * Puts everything together; nothing runs yet.
   *
   * @param folder the folder of the letters
   * @param withoutFormat whether it also sends messages that do not say their format
   * @throws io.vnetflowroutes.state.StateException if another replay of the folder is running
   */
  public DeadLetterReplay(Settings settings, Path folder, boolean withoutFormat)
      throws IOException {
    Clock clock = Clock.systemUTC();
    this.state = StateDatabase.open(PrivateFiles.folder(folder.resolve(STATE)));
    this.acknowledged = new Acknowledgements(state, clock);
    this.runtime =
        new CamelRuntime(
            settings,
            new Counters(),
            clock,
            new ProcessResources(
                new DeliveryRepository(acknowledged),
                ResumedBatches.none(),
                folder.resolve(STATE),
                0,
                false,
                Set.of(),
                UnfinishedName.prefixOf("replay"),
                SameName.KEEP_BOTH));
    this.routes = new BatchRoutes(runtime);
    this.replay =
        new Replay(
            ReadSettings.limits(settings),
            ReadSettings.json(settings),
            this::send,
            this::send,
            letter -> unsendable(letter, runtime.destination(letter.destination()), withoutFormat));
  }

  /** A replay that only looks: no destination accepts anything, so nothing changes. */
  public static Replay look(Settings settings, boolean withoutFormat) {
    Lookups lookups = DeriveSettings.lookups(settings, Clock.systemUTC(), new ListLog());
    Map<String, Destination> destinations =
        settings.groups(DestinationKeys.GROUP).stream()
            .map(group -> DestinationSettings.destination(settings, group, lookups))
            .collect(Collectors.toMap(Destination::name, Function.identity()));
    return new Replay(
        ReadSettings.limits(settings),
        ReadSettings.json(settings),
        batch -> false,
        (destination, delivery) -> false,
        letter ->
            unsendable(
                letter,
                Optional.ofNullable(destinations.get(letter.destination())),
                withoutFormat));
  }

  /** Why a refused message cannot be sent with the present settings; empty if it can. */
  private static Optional<String> unsendable(
      DeadLetter letter, Optional<Destination> now, boolean withoutFormat) {
    String name = letter.destination();
    if (now.isEmpty()) {
      return Optional.of("for destination '%s', which is not in the settings".formatted(name));
    }
    Destination destination = now.get();
    if (letter.refused().unwritten() != null) {
      return Optional.empty();
    }
    if (letter.format().isEmpty() && !withoutFormat) {
      return Optional.of(
          "of release 1.0, which does not say its format; if 'format' and 'type' of destination '%s' are as they were then, send it with --without-format"
              .formatted(name));
    }
    if (!destination.isMadeIn(letter.format())) {
      return Optional.of(
          "made as '%s', and destination '%s' takes '%s' now; set its 'format' and 'type' back to send it"
              .formatted(letter.format(), name, destination.format()));
    }
    return destination.converted(letter.refused()).isPresent()
        ? Optional.empty()
        : Optional.of(
            "made in another framing than destination '%s' has now; set its 'framing' back to send it"
                .formatted(name));
  }

  /** Starts the routes, and returns what replays a file through them. */
  public Replay start() throws Exception {
    routes.start();
    return replay;
  }

  /** Takes up no more messages. */
  public void askToStop() {
    replay.stop();
    runtime.askToStop();
  }

  /** Finishes the message in hand, and stops the routes. */
  public void stop() {
    askToStop();
    runtime.stop();
  }

  /** Forgets what destinations acknowledged, once no file holds it any more. */
  public void allTaken() {
    acknowledged.clear();
    allTaken = true;
  }

  private boolean send(Batch batch) {
    return routes.send(batch).isEmpty();
  }

  private boolean send(String destination, Delivery delivery) {
    return routes.send(RouteNames.deliver(destination), delivery).isEmpty();
  }

  @Override
  public void close() {
    runtime.stop();
    if (allTaken) {
      state.remove();
    } else {
      state.close();
    }
  }
}
