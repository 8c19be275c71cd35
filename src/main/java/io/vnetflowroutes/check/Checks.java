package io.vnetflowroutes.check;

import io.vnetflowroutes.camel.IdleRoutes;
import io.vnetflowroutes.camel.RouteCheck;
import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.deadletter.DeadLetters;
import io.vnetflowroutes.net.Proxies;
import io.vnetflowroutes.plugin.Bundle;
import io.vnetflowroutes.plugin.Plugin;
import io.vnetflowroutes.plugin.PluginFolder;
import io.vnetflowroutes.receive.ReceiveSettings;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.ReadSettings;
import io.vnetflowroutes.settings.SourceKeys;
import io.vnetflowroutes.settings.SourceSettings;
import io.vnetflowroutes.source.AzureAccount;
import io.vnetflowroutes.source.SharedFlowLogs;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.state.StateDatabase;
import io.vnetflowroutes.telemetry.SourceLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/**
 * Checks everything that a run needs, in the order in which a run needs it. It can run while the
 * service runs: it only looks at the state, and writes nothing, except for a test flow to each
 * destination on request.
 */
public final class Checks {

  private static final String ROUTES = "routes";
  private static final int HTTPS = 443;
  private static final int HTTP = 80;
  private static final String ADVICE =
      "check storage-account-url, the cloud's suffix, the firewall, and DNS zone and route of a"
          + " private endpoint";

  private final Settings settings;
  private final Consumer<CheckResult> lines;

  /**
   * @param lines takes each line as soon as it is known
   */
  public Checks(Settings settings, Consumer<CheckResult> lines) {
    this.settings = settings;
    this.lines = lines;
  }

  /**
   * Makes all checks in scope; returns false if the routes cannot be made, and then makes no other
   * check.
   */
  public boolean run(CheckScope scope) throws IOException {
    List<Settings.Group<DestinationKeys>> destinations = settings.groups(DestinationKeys.GROUP);
    List<String> names = destinations.stream().map(Settings.Group::name).toList();
    try (IdleRoutes routes = new IdleRoutes(settings)) {
      CheckReporter configuration = new CheckReporter("configuration", lines);
      plugins(PluginFolder.ofThisProgram(), configuration);
      if (!routes(new RouteCheck(routes, names), configuration)) {
        return false;
      }
      if (scope.disk()) {
        routes.port().ifPresent(port -> PortCheck.check(port, configuration));
      }
      if (ReceiveSettings.receives(settings) && scope.sources().test("")) {
        ReceiveCheck.check(settings, new CheckReporter("topic", lines));
      }
      SharedFlowLogs shared = new SharedFlowLogs();
      for (Settings.Group<SourceKeys> source : settings.groups(SourceKeys.GROUP)) {
        if (scope.sources().test(source.name())) {
          source(source, shared).check(new CheckReporter("source " + source.name(), lines));
        }
      }
      DestinationCheck check = new DestinationCheck(settings, routes);
      for (Settings.Group<DestinationKeys> destination : destinations) {
        CheckReporter subject = new CheckReporter("destination " + destination.name(), lines);
        if (scope.destinations().test(destination.name())) {
          check.check(destination, subject, scope.send());
        }
        if (scope.spools().test(destination.name())) {
          check.waiting(destination, subject);
        }
      }
    }
    if (scope.disk()) {
      disk(new CheckReporter("disk", lines), names);
    }
    return true;
  }

  private static void plugins(PluginFolder folder, CheckReporter subject) throws IOException {
    for (Plugin plugin : folder.all()) {
      List<String> problems = folder.problems(plugin, Bundle.ofThisProgram());
      problems.forEach(problem -> subject.fail("plug-in", problem));
      if (problems.isEmpty()) {
        subject.ok(
            "plug-in", "%s is there, in %d jars".formatted(plugin.name(), plugin.jars().size()));
      }
    }
  }

  private static boolean routes(RouteCheck check, CheckReporter subject) {
    Set<String> problems = check.problems();
    problems.forEach(problem -> subject.fail(ROUTES, problem));
    check.edits().forEach(edit -> subject.ok(ROUTES, edit));
    return problems.isEmpty() && subject.ok(ROUTES, check.summary());
  }

  private SourceCheck source(Settings.Group<SourceKeys> group, SharedFlowLogs shared) {
    Source source = SourceSettings.source(group, Optional::empty, new SourceLog());
    AzureAccount account =
        group.get(SourceKeys.DIRECTORY).isPresent() ? null : SourceSettings.account(group);
    // A directory may be an archive, so its blobs may be of any age.
    return new SourceCheck(
        source,
        account,
        account == null ? null : connection(URI.create(source.container().location())),
        new FirstRecord(settings.get(ProgramKeys.RECORD_LIMIT), ReadSettings.json(settings)),
        new Freshness(
            account == null ? Duration.ZERO : settings.get(ProgramKeys.SILENT_AFTER),
            Instant.now()),
        shared);
  }

  /** The way to the account, or to the proxy in front of it. */
  private static ConnectionCheck connection(URI account) {
    InetSocketAddress proxy = Proxies.inFrontOf(account);
    if (proxy != null) {
      return new ConnectionCheck(
          proxy.getHostString(),
          proxy.getPort(),
          null,
          "it is the proxy that HTTPS_PROXY, HTTP_PROXY or https.proxyHost names");
    }
    boolean tls = account.getScheme().equals("https");
    int port = account.getPort() > 0 ? account.getPort() : tls ? HTTPS : HTTP;
    return new ConnectionCheck(account.getHost(), port, tls ? trust() : null, ADVICE);
  }

  private static SSLContext trust() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("The trust store of this JVM cannot be used", e);
    }
  }

  private void disk(CheckReporter subject, List<String> destinations) {
    FolderCheck spool = folder(ProgramKeys.SPOOL);
    FolderCheck state = folder(ProgramKeys.STATE);
    state.check(subject, "state");
    StateDatabase.unusable(state.path()).ifPresent(sentence -> subject.fail("state", sentence));
    spool.check(subject, "spool");
    new DeadLetters(settings.get(ProgramKeys.DEAD_LETTER))
        .folder()
        .map(folder -> new FolderCheck(ProgramKeys.DEAD_LETTER.name(), Path.of(folder)))
        .ifPresent(folder -> folder.check(subject, "dead-letter"));
    DiskCheck.check(subject, spool, settings.get(ProgramKeys.SPOOL_LIMIT), destinations.size());
    SpoolCheck.check(subject, spool.path(), destinations);
  }

  private FolderCheck folder(Key<Path> key) {
    return new FolderCheck(key.name(), settings.get(key));
  }
}
