package io.vnetflowroutes.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the Logback file that docs/monitoring.md shows to the levels of the program. */
class ConsoleLogTest {

  private static final Pattern LOGGER =
      Pattern.compile("<(root|logger name=\"([^\"]+)\") level=\"(\\w+)\"");

  @Test
  void theFileOfThePageHasTheLevelsOfTheProgramAndThoseToKeepAtItsEnd() throws IOException {
    Map<String, Level> shown = new HashMap<>();
    List<Level> inOrder = new ArrayList<>();
    Matcher logger = LOGGER.matcher(Files.readString(Path.of("docs/monitoring.md")));
    while (logger.find()) {
      String name = logger.group(2) == null ? Logger.ROOT_LOGGER_NAME : logger.group(2);
      shown.put(name, Level.valueOf(logger.group(3)));
      inOrder.add(Level.valueOf(logger.group(3)));
    }
    assertThat(shown).isEqualTo(ConsoleLog.LEVELS);
    assertThat(inOrder.subList(inOrder.size() - 4, inOrder.size()))
        .as("the last four write secrets at a finer level")
        .containsOnly(Level.INFO);
  }
}
