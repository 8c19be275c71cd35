package io.vnetflowroutes.camel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import org.apache.camel.CamelContext;
import org.apache.camel.main.DefaultRoutesCollector;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceSupport;
import org.apache.camel.util.AntPathMatcher;

/**
 * Gives Camel the route files. Its own way to find them takes the folder for a URL, and so another
 * one where its name holds a plus or a percent sign.
 */
final class RouteFilesCollector extends DefaultRoutesCollector {

  private final RouteFiles routes;

  RouteFilesCollector(RouteFiles routes) {
    this.routes = routes;
  }

  @Override
  public Collection<Resource> findRouteResourcesFromDirectory(
      CamelContext context, String exclude, String include) {
    String[] excluded = exclude == null ? new String[0] : exclude.split(",");
    Collection<Resource> resources = new ArrayList<>();
    routes.files().stream()
        .filter(file -> !AntPathMatcher.INSTANCE.anyMatch(excluded, name(file)))
        .forEach(file -> resources.add(new RouteResource(file)));
    return resources;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static final class RouteResource extends ResourceSupport {

    private final Path file;

    RouteResource(Path file) {
      super("file", "file:" + file);
      this.file = file;
    }

    @Override
    public boolean exists() {
      return Files.exists(file);
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return Files.newInputStream(file);
    }
  }
}
