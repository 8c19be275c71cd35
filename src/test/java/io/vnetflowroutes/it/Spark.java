package io.vnetflowroutes.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Spark with Iceberg: a child JVM that runs statements, with its tables in a folder. */
final class Spark {

  /** What Spark's own scripts open to it on Java 17. */
  private static final List<String> OPEN =
      Stream.of(
              "java.lang",
              "java.lang.invoke",
              "java.nio",
              "java.util",
              "java.util.concurrent",
              "sun.nio.ch",
              "sun.util.calendar")
          .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
          .toList();

  private Spark() {}

  /**
   * Runs statements, one after the other.
   *
   * @return of each statement its rows, or what begins with "refused" and says why
   */
  static List<List<String>> run(Path folder, List<String> statements)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path file = Files.writeString(folder.resolve("statements.sql"), String.join(";\n", statements));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(OPEN);
    command.add("-cp");
    command.add(Path.of(System.getProperty("spark.lib", "target/spark")).toAbsolutePath() + "/*");
    command.add(Path.of("src/it/spark/Spark.java").toAbsolutePath().toString());
    command.add(folder.toString());
    command.add(file.toString());
    List<String> output = Command.run(command.toArray(String[]::new)).lines().toList();
    List<List<String>> answers = new ArrayList<>();
    for (int number = 1; number <= statements.size(); number++) {
      String row = "row " + number + ' ';
      String refused = "refused " + number + ' ';
      List<String> lines = new ArrayList<>();
      for (String line : output) {
        if (line.startsWith(row)) {
          lines.add(line.substring(row.length()));
        } else if (line.startsWith(refused)) {
          lines.add("refused: " + line.substring(refused.length()));
        }
      }
      answers.add(lines);
    }
    return answers;
  }
}
