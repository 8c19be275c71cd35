package io.vnetflowroutes.camel;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.routes.RouteFiles;
import io.vnetflowroutes.settings.DestinationKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a route file again when it changes, with Camel's own folder watcher. It checks a file
 * first, so that a mistake leaves the routes as they are.
 *
 * <p>Camel calls each folder's watcher on a thread of its own. They reload in turns, because Camel
 * cannot change its routes on two threads at a time.
 */
final class RouteReload extends RouteWatcherReloadStrategy {

  private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);

  private final Settings settings;
  private final Runnable templated;
  private final Lock turn;

  /**
   * @param folder the folder that is watched
   * @param templated makes the routes of the destinations out of the templates
   * @param turn what the watchers of all folders share, so that one reloads at a time
   */
  RouteReload(Path folder, Settings settings, Runnable templated, Lock turn) {
    super(folder.toString(), true);
    this.settings = settings;
    this.templated = templated;
    this.turn = turn;
    setRemoveAllRoutes(false);
    setPattern("*");
    setResourceReload(this::reload);
  }

  /**
   * Watches every folder with route files as soon as Camel is configured.
   *
   * @param templated makes the routes of the destinations out of the templates
   */
  static MainListenerSupport listener(Settings settings, Consumer<BaseMainSupport> templated) {
    return new MainListenerSupport() {
      @Override
      public void afterConfigure(BaseMainSupport main) {
        Lock turn = new ReentrantLock();
        for (Path folder : RouteFiles.of(settings).folders()) {
          try {
            main.getCamelContext()
                .addService(new RouteReload(folder, settings, () -> templated.accept(main), turn));
          } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
          }
        }
      }
    };
  }

  private boolean isRouteFile(String name) {
    Path changed = Path.of(name).toAbsolutePath().normalize();
    return RouteFiles.of(settings).files().stream()
        .anyMatch(path -> path.toAbsolutePath().normalize().equals(changed));
  }

  /** Never throws: Camel's watcher ends, without a word, at an exception that has no message. */
  private void reload(String name, Resource resource) {
    turn.lock();
    try {
      if (!isRouteFile(name)) {
        return;
      }
      Set<String> problems;
      List<String> destinations = settings.names(DestinationKeys.GROUP);
      try (IdleRoutes routes = new IdleRoutes(settings)) {
        problems = new RouteCheck(routes, destinations).problems();
      }
      if (problems.isEmpty()) {
        onRouteReload(List.of(resource), false);
        templated.run();
        LOG.atInfo().addKeyValue("file", name).log("The route file was loaded again");
      } else {
        LOG.atWarn()
            .addKeyValue("file", name)
            .log("The routes stay as they are: {}", String.join("; ", problems));
      }
    } catch (IOException | RuntimeException e) {
      LOG.atError()
          .addKeyValue("file", name)
          .log(
              "The route file could not be loaded again: {}; save it again, or restart the program",
              StartProblem.sentence(e));
    } finally {
      turn.unlock();
    }
  }
}
