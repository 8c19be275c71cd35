package io.vnetflowroutes.routes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.main.DefaultRoutesCollector;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceSupport;
import org.apache.camel.util.AntPathMatcher;

/**
 * Gives Camel the route files. Camel's own search takes their folder for a URL, and so for another
 * folder if its name contains a plus or a percent sign. Route files that are not in a folder are
 * left to Camel's search.
 */
public final class RouteFilesCollector extends DefaultRoutesCollector {

  private final RouteFiles routes;

  public RouteFilesCollector(RouteFiles routes) {
    this.routes = routes;
  }

  /** What stands for the route files in patterns; Camel asks nothing where there is no pattern. */
  public static final String FILES = "file:*.camel.yaml";

  /** Asks for all files at once: Camel asks for optional patterns and for others apart. */
  @Override
  public Collection<RoutesBuilder> collectRoutesFromDirectory(
      CamelContext context, String exclude, String include) {
    String patterns =
        Stream.concat(Stream.of(FILES), elsewhere(include)).collect(Collectors.joining(","));
    return super.collectRoutesFromDirectory(context, exclude, patterns);
  }

  @Override
  public Collection<Resource> findRouteResourcesFromDirectory(
      CamelContext context, String exclude, String include) {
    String[] excluded = exclude == null ? new String[0] : exclude.split(",");
    Collection<Resource> resources = new ArrayList<>();
    if (include.contains(FILES)) {
      routes.files().stream()
          .filter(file -> !AntPathMatcher.INSTANCE.anyMatch(excluded, name(file)))
          .forEach(file -> resources.add(new RouteResource(file)));
    }
    String elsewhere = elsewhere(include).collect(Collectors.joining(","));
    if (!elsewhere.isEmpty()) {
      resources.addAll(super.findRouteResourcesFromDirectory(context, exclude, elsewhere));
    }
    return resources;
  }

  /** The patterns of what lies in no folder, such as on the class path. */
  private static Stream<String> elsewhere(String include) {
    return Arrays.stream(include.split(",", -1))
        .map(String::trim)
        .filter(pattern -> !pattern.isEmpty() && !pattern.startsWith("file:"));
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
