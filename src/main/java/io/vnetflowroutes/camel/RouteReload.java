package io.vnetflowroutes.camel;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.routes.RouteFiles;
import io.vnetflowroutes.settings.DestinationKeys;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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
 * first, so that a mistake leaves the routes as they are. Camel calls it on a thread of its own.
 */
final class RouteReload extends RouteWatcherReloadStrategy {

  private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);

  private final Settings settings;
  private final Runnable templated;

  /**
   * @param folder the folder that is watched
   * @param templated makes the routes of the destinations out of the templates
   */
  RouteReload(Path folder, Settings settings, Runnable templated) {
    super(folder.toString(), true);
    this.settings = settings;
    this.templated = templated;
    setRemoveAllRoutes(false);
    setFileFilter(this::isRouteFile);
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
        for (Path folder : RouteFiles.of(settings).folders()) {
          try {
            main.getCamelContext()
                .addService(new RouteReload(folder, settings, () -> templated.accept(main)));
          } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
          }
        }
      }
    };
  }

  private boolean isRouteFile(File file) {
    Path changed = file.toPath().toAbsolutePath().normalize();
    return RouteFiles.of(settings).files().stream()
        .anyMatch(path -> path.toAbsolutePath().normalize().equals(changed));
  }

  private void reload(String name, Resource resource) throws IOException {
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
  }
}
