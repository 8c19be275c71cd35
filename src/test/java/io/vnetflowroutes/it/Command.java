package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A command of the system that a test runs to its end, and that must succeed. */
final class Command {

  private Command() {}

  /** Returns what it wrote, both streams together. */
  static String run(String... command) throws IOException, InterruptedException {
    return run(Path.of(""), Map.of(), List.of(command));
  }

  /** The same in a folder, with variables beside those of this process. */
  static String run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toAbsolutePath().toFile())
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("FLOWLOGS_"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s wrote:%n%s", command, output).isZero();
    return output;
  }
}
