package io.vnetflowroutes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Proves that the files which the image is built from reach its build, and that secrets do not. */
final class ImageTest {

  /** Both take the unpacked release; what is said around it is the same. */
  @Test
  void theDockerfileSaysWhatTheImageWithoutDockerSays() throws Exception {
    assertThat(words("COPY"))
        .contains(List.of("--from=build", "/build/target/unpacked-release/flowlogs-*", "./"));
    assertThat(jib("workingDirectory")).isEqualTo(words("WORKDIR").get(1));
    assertThat(jib("user")).isEqualTo(words("USER").get(0));
    assertThat(jib("entrypoint/arg")).isEqualTo(json("ENTRYPOINT"));
    assertThat(jib("args/arg")).isEqualTo(json("CMD"));
    assertThat(jib("volumes/volume")).isEqualTo(json("VOLUME"));
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<from>${release.unpacked}/flowlogs-${project.version}</from>");
    assertThat(words("RUN"))
        .contains(List.of("install", "-d", "-m", "777", "state", "out", "spool", "dead-letter"));
  }

  /** The archive's files, which the Dockerfile's first stage makes, are let into its build. */
  @Test
  void whatTheArchiveHoldsIsLetThrough() throws Exception {
    List<String> files = values("src/release/archive.xml", "//fileSet[directory='.']//include");
    assertThat(files).contains("routes/**", "README.md", "LICENSE");
    assertThat(files)
        .allSatisfy(
            file -> {
              String path = file.replace("/**", "");
              assertThat(Path.of(path)).exists();
              assertThat(letThrough(path)).as(path).isTrue();
            });
  }

  @Test
  void whatTheBuildReadsIsLetThroughAndNothingElse() throws IOException {
    for (String needed : List.of("mvnw", ".mvn/maven.version", "pom.xml", "src/main/java")) {
      assertThat(letThrough(needed)).as(needed).isTrue();
    }
    for (String kept :
        List.of(".git/config", "state/flowlogs.db", "target/lib", ".env", "spool", "out/a.md")) {
      assertThat(letThrough(kept)).as(kept).isFalse();
    }
  }

  /** The words of each instruction of this kind. */
  private static List<List<String>> words(String instruction) throws IOException {
    return Files.readAllLines(Path.of("Dockerfile")).stream()
        .filter(line -> line.startsWith(instruction + " "))
        .map(line -> List.of(line.substring(instruction.length()).trim().split("\\s+", -1)))
        .toList();
  }

  private static List<String> json(String instruction) throws IOException {
    String list = String.join(" ", words(instruction).get(0));
    return Arrays.asList(new ObjectMapper().readValue(list, String[].class));
  }

  /** What the POM tells Jib of the container. */
  private static List<String> jib(String path) throws Exception {
    return values("pom.xml", "//plugin[artifactId='jib-maven-plugin']//container/" + path);
  }

  private static List<String> values(String file, String path) throws Exception {
    Document document =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(Path.of(file).toFile());
    NodeList nodes =
        (NodeList)
            XPathFactory.newDefaultInstance()
                .newXPath()
                .evaluate(path, document, XPathConstants.NODESET);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      values.add(nodes.item(i).getTextContent().trim());
    }
    return values;
  }

  /** Docker's own rule: the last pattern decides that matches the path or a folder above it. */
  private static boolean letThrough(String path) throws IOException {
    boolean through = true;
    for (String line : Files.readAllLines(Path.of(".dockerignore"))) {
      String pattern = line.trim();
      if (!pattern.isEmpty() && !pattern.startsWith("#")) {
        boolean exception = pattern.startsWith("!");
        PathMatcher matcher =
            FileSystems.getDefault()
                .getPathMatcher("glob:" + (exception ? pattern.substring(1) : pattern));
        for (Path part = Path.of(path); part != null; part = part.getParent()) {
          if (matcher.matches(part)) {
            through = exception;
          }
        }
      }
    }
    return through;
  }
}
