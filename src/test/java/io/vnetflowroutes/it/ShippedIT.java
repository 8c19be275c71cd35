package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.maven.artifact.versioning.DefaultArtifactVersion;
import org.apache.maven.artifact.versioning.InvalidVersionSpecificationException;
import org.apache.maven.artifact.versioning.VersionRange;
import org.junit.jupiter.api.Test;

/**
 * Proves that nothing is shipped that is known to be vulnerable, and that the package says what is
 * in it.
 */
final class ShippedIT {
  private static final Path JAR = Path.of(System.getProperty("bundle.jar")).toAbsolutePath();
  private static final String BILL = "META-INF/sbom/flowlogs.cdx.json";
  private static final Path LIST = Path.of("docs/vulnerabilities.csv");

  @Test
  void nothingShippedLiesInAnAffectedRangeWithoutAReason() throws Exception {
    List<Library> shipped = shipped();
    assertThat(vulnerable(shipped, listed())).as("of %d libraries", shipped.size()).isEmpty();
  }

  /** What the program shipped once, and what the list has to say of it. */
  @Test
  void whatWasShippedOnceWouldBeFound() throws Exception {
    List<Library> once =
        List.of(
            new Library("org.apache.kafka:kafka-clients", "3.9.1"),
            new Library("io.netty:netty-codec-http", "4.1.127.Final"),
            new Library("io.netty:netty-transport-native-epoll", "4.1.130.Final"),
            new Library("io.vertx:vertx-core", "4.5.24"),
            new Library("ch.qos.logback:logback-core", "1.5.18"),
            new Library("org.xerial:sqlite-jdbc", "3.50.3.0"),
            new Library("com.fasterxml.jackson.core:jackson-databind", "2.19.4"),
            new Library("org.apache.httpcomponents.client5:httpclient5", "5.5.1"),
            new Library("at.yawk.lz4:lz4-java", "1.10.3"),
            new Library("io.micrometer:micrometer-core", "1.15.6"),
            new Library("org.codehaus.plexus:plexus-utils", "3.6.0"));
    List<String> found = vulnerable(once, listed());
    assertThat(once)
        .allSatisfy(
            library -> assertThat(found).anyMatch(line -> line.startsWith(library.toString())));
    assertThat(found)
        .contains("org.apache.kafka:kafka-clients 3.9.1: CVE-2026-35554, mended in 3.9.2");
  }

  @Test
  void theListSaysWhenItWasLookedAtAndItsReasonsAreStillNeeded() throws Exception {
    Matcher looked =
        Pattern.compile("looked at by hand on (\\d{4}-\\d\\d-\\d\\d)")
            .matcher(Files.readString(LIST));
    assertThat(looked.find()).isTrue();
    assertThat(LocalDate.parse(looked.group(1))).isAfter("2026-11-01");

    for (CSVRecord line : listed()) {
      assertThat(line.size()).as("columns of %s", line).isEqualTo(5);
      VersionRange affected = VersionRange.createFromVersionSpec(line.get("affected"));
      assertThat(affected.containsVersion(new DefaultArtifactVersion(line.get("mended in"))))
          .as("%s is affected where it is mended", line.get("id"))
          .isFalse();
      if (!line.get("why it does not touch us").isEmpty()) {
        assertThat(shipped()).as(line.get("id")).anyMatch(library -> library.isHitBy(line));
      }
    }
  }

  /** The bill of materials tells of each jar on the class path, and of no other. */
  @Test
  void theBillOfMaterialsIsWhatLiesInThePackage() throws IOException {
    JsonNode bill = bill();
    assertThat(bill.at("/bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(bill.at("/metadata/component/name").asText()).isEqualTo("vnet-flow-routes");
    Set<String> told = new TreeSet<>();
    for (JsonNode component : bill.at("/components")) {
      assertThat(component.at("/hashes").size()).as("hashes of %s", component).isPositive();
      assertThat(component.at("/scope").asText()).as("%s", component).isEqualTo("required");
      Matcher classifier =
          Pattern.compile("[?&]classifier=([^&]+)").matcher(component.at("/purl").asText());
      String suffix = classifier.find() ? "-" + classifier.group(1) : "";
      told.add(
          component.at("/name").asText()
              + "-"
              + component.at("/version").asText()
              + suffix
              + ".jar");
    }
    assertThat(told).isEqualTo(new TreeSet<>(classPath()));
    assertThat(told).isEqualTo(jarsIn(JAR.resolveSibling("lib")));
  }

  private static List<String> vulnerable(List<Library> libraries, List<CSVRecord> list)
      throws InvalidVersionSpecificationException {
    List<String> vulnerable = new ArrayList<>();
    for (CSVRecord line : list) {
      if (line.get("why it does not touch us").isEmpty()) {
        for (Library library : libraries) {
          if (library.isHitBy(line)) {
            vulnerable.add(
                library + ": " + line.get("id") + ", mended in " + line.get("mended in"));
          }
        }
      }
    }
    return vulnerable;
  }

  private static List<CSVRecord> listed() throws IOException {
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setCommentMarker('#')
            .setHeader()
            .setSkipHeaderRecord(true)
            .get();
    try (Reader text = Files.newBufferedReader(LIST)) {
      return format.parse(text).getRecords();
    }
  }

  private static List<Library> shipped() throws IOException {
    List<Library> libraries = new ArrayList<>();
    for (JsonNode component : bill().at("/components")) {
      libraries.add(
          new Library(
              component.at("/group").asText() + ":" + component.at("/name").asText(),
              component.at("/version").asText()));
    }
    return libraries;
  }

  private static JsonNode bill() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile());
        InputStream bill = jar.getInputStream(jar.getEntry(BILL))) {
      return new ObjectMapper().readTree(bill);
    }
  }

  private static List<String> classPath() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      String names = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      return Stream.of(names.split(" ", -1)).map(name -> name.replaceFirst("^lib/", "")).toList();
    }
  }

  private static Set<String> jarsIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new TreeSet<>(
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".jar"))
              .toList());
    }
  }

  /** A library by group and name, and its version. */
  private record Library(String name, String version) {

    boolean isHitBy(CSVRecord line) {
      String pattern = Pattern.quote(line.get("library")).replace("*", "\\E.*\\Q");
      try {
        return name.matches(pattern)
            && VersionRange.createFromVersionSpec(line.get("affected"))
                .containsVersion(new DefaultArtifactVersion(version));
      } catch (InvalidVersionSpecificationException e) {
        throw new IllegalArgumentException(line.get("id") + ": " + line.get("affected"), e);
      }
    }

    @Override
    public String toString() {
      return name + " " + version;
    }
  }
}
