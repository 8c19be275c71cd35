package io.vnetflowroutes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The inputs of a fuzz test that an ordinary build runs, and how many inputs were run. */
public final class FuzzCorpus {

  private final Path folder;
  private final AtomicInteger runs = new AtomicInteger();

  public FuzzCorpus(Class<?> test) {
    String name = test.getName().replace('.', '/') + "Inputs";
    this.folder = Path.of("src", "test", "resources", name);
  }

  /** Notes that an input was run. */
  public void run() {
    runs.incrementAndGet();
  }

  /** Fails unless each input was run, and there are some. */
  public void assertWasRun() throws IOException {
    try (Stream<Path> inputs = Files.walk(folder)) {
      long files = inputs.filter(Files::isRegularFile).count();
      assertThat(files).as("inputs in " + folder).isPositive();
      assertThat(runs.get()).as("inputs that were run").isGreaterThanOrEqualTo((int) files);
    }
  }
}
