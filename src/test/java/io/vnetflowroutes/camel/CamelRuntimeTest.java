package io.vnetflowroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves what the program leaves to Camel, and what not. */
final class CamelRuntimeTest {

  /**
   * Camel's hook and {@code ShutdownOnce} would stop Camel on two threads. In some orders, the
   * second then waits 23 seconds for itself.
   */
  @Test
  void camelHasNoShutdownHookOfItsOwn(@TempDir Path folder) throws IOException {
    GoodSettings settings = GoodSettings.withShippedRoutes(folder);
    try (Application program = new Application(settings.read(), Optional::empty)) {
      assertThat(program.camel().getShutdownStrategy())
          .isExactlyInstanceOf(SimpleMainShutdownStrategy.class);
    }
  }
}
