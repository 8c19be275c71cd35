package io.vnetflowroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.camel.spi.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that a trial and a replay leave out the routes that poll and read. */
final class RouteFilesCollectorTest {

  private static final String POLL_AND_READ = "**/poll.camel.yaml,**/read.camel.yaml";

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsExcludedIsLeftOut(boolean absolute) {
    Path folder = absolute ? Path.of("routes").toAbsolutePath() : Path.of("routes");
    assertThat(
            new RouteFilesCollector(new RouteFiles(folder, OwnRouteFiles.none()))
                .findRouteResourcesFromDirectory(null, POLL_AND_READ, RouteFilesCollector.FILES))
        .extracting(Resource::getLocation)
        .hasSize(4)
        .noneMatch(file -> file.endsWith("poll.camel.yaml") || file.endsWith("read.camel.yaml"));
  }

  @Test
  void allAreTakenOtherwise() {
    assertThat(
            new RouteFilesCollector(new RouteFiles(Path.of("routes"), OwnRouteFiles.none()))
                .findRouteResourcesFromDirectory(null, null, RouteFilesCollector.FILES))
        .hasSize(6);
  }
}
