package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that the archives are whole, run where there is only a JRE, and come out the same again.
 */
@Tag("release")
final class ReleaseIT {

  /** The runtime of the image: no compiler and no other tool of a JDK is in it. */
  private static final Path JRE = Path.of(System.getProperty("image.base"), "amd64/opt/java");

  /** The POM of JLine names its licence so that the bill of materials takes it for another. */
  private static final Map<String, String> MISREAD = Map.of("BSD-4-Clause", "BSD-3-Clause");

  @TempDir static Path dir;
  private static Path program;

  @BeforeAll
  static void unpack() throws Exception {
    program = Archives.unpack(dir);
  }

  @Test
  void bothArchivesHoldTheSameAndNobodyElseOwnsOrMayChangeIt() throws Exception {
    Path zipped = Files.createDirectory(dir.resolve("zip"));
    try (var ignored = new java.util.zip.ZipFile(Archives.zip().toFile())) {
      assertThat(ignored.size()).isGreaterThan(200);
    }
    Command.run(
        zipped,
        Map.of(),
        List.of(System.getProperty("java.home") + "/bin/jar", "xf", Archives.zip().toString()));
    Command.run("diff", "-r", zipped.resolve(program.getFileName()).toString(), "" + program);
    String list = Command.run("tar", "-tvzf", Archives.tar().toString());
    assertThat(list.lines())
        .allMatch(line -> line.matches("(-rw-r--r--|-rwxr-xr-x|drwxr-xr-x) root/root .*"));
    assertThat(
            list.lines()
                .filter(line -> line.startsWith("-rwx"))
                .map(line -> line.replaceFirst(".* flowlogs-[^/]*/", "")))
        .containsExactlyInAnyOrder("bin/flowlogs", "deploy/flowlogs-verb");
  }

  @Test
  void whatIsOnTheClassPathIsInItAndTheBillOfMaterialsSaysSo() throws Exception {
    Path jar = program.resolve("flowlogs.jar");
    Set<String> needed = new TreeSet<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      String path = file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      needed.addAll(List.of(path.split(" ", -1)));
      byte[] bill =
          file.getInputStream(file.getEntry("META-INF/sbom/flowlogs.cdx.json")).readAllBytes();
      assertThat(Files.readAllBytes(program.resolve("flowlogs.cdx.json"))).isEqualTo(bill);
    }
    Set<String> there = new TreeSet<>();
    try (Stream<Path> files = Files.list(program.resolve("lib"))) {
      files.filter(Files::isRegularFile).forEach(file -> there.add("lib/" + file.getFileName()));
    }
    assertThat(there).isEqualTo(needed);
  }

  @Test
  void everyLibraryHasItsLicenceInTheArchive() throws Exception {
    JsonNode bill = new ObjectMapper().readTree(program.resolve("flowlogs.cdx.json").toFile());
    String list = Files.readString(program.resolve("licenses/THIRD-PARTY.txt"));
    assertThat(bill.at("/components").size()).isGreaterThan(100);
    for (JsonNode component : bill.at("/components")) {
      String name = component.at("/name").asText() + ":" + component.at("/version").asText();
      assertThat(list).contains(name).doesNotContain("Unknown license");
      if (component.findValuesAsText("id").isEmpty()) {
        // Its POM names none; src/release/licences-not-in-poms.properties does.
        assertThat(program.resolve("licenses/" + component.at("/name").asText()))
            .isDirectoryRecursivelyContaining("glob:**/META-INF/LICENSE*");
        continue;
      }
      assertThat(component.findValuesAsText("id"))
          .as("licences of %s", name)
          .anySatisfy(
              id ->
                  assertThat(program.resolve("licenses/" + MISREAD.getOrDefault(id, id) + ".txt"))
                      .exists());
    }
  }

  @Test
  void itsPagesLinkToWhatIsThere() throws IOException {
    List<Path> pages;
    try (Stream<Path> files = Files.walk(program)) {
      pages =
          files
              .filter(file -> file.toString().endsWith(".md"))
              .filter(file -> !file.startsWith(program.resolve("licenses")))
              .toList();
    }
    assertThat(pages).hasSizeGreaterThan(10);
    for (Path page : pages) {
      List<String> links =
          Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)")
              .matcher(Files.readString(page))
              .results()
              .map((MatchResult link) -> link.group(1))
              // The archive holds no source.
              .filter(link -> !link.startsWith("../src/"))
              .toList();
      assertThat(links)
          .allSatisfy(link -> assertThat(page.resolveSibling(link)).as("in %s", page).exists());
    }
  }

  @Test
  void theVersionIsSemanticHasItsChangelogAndIsTheOneThatPagesName() throws Exception {
    assertThat(Archives.VERSION).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(Files.readString(Path.of("CHANGELOG.md")))
        .containsPattern("\n## " + Pattern.quote(Archives.VERSION) + " - \\d{4}-\\d\\d-\\d\\d\n");
    for (String page : List.of("README.md", "docs/operations.md", "docs/kubernetes.md")) {
      assertThat(
              Pattern.compile("flowlogs[-_:](\\d+\\.\\d+\\.\\d+)")
                  .matcher(Files.readString(Path.of(page)))
                  .results()
                  .map((MatchResult name) -> name.group(1)))
          .as(page)
          .isNotEmpty()
          .allMatch(Archives.VERSION::equals);
    }
  }

  @Test
  void theSumsAreThoseOfAllFiles() throws Exception {
    Set<String> files = new TreeSet<>();
    try (Stream<Path> all = Files.list(Archives.FOLDER)) {
      all.map(file -> file.getFileName().toString())
          .filter(name -> !name.equals("SHA256SUMS"))
          .forEach(files::add);
    }
    assertThat(files).hasSize(6);
    String sums =
        Command.run(Archives.FOLDER, Map.of(), List.of("sha256sum", "--check", "SHA256SUMS"));
    assertThat(sums.lines())
        .containsExactlyInAnyOrderElementsOf(files.stream().map(file -> file + ": OK").toList());
  }

  /** The README's commands, by a link, from a folder that nobody may write to. */
  @Test
  void theReadmeWorksWithAJreAloneFromAReadOnlyFolderAsRootAndAsAnyUser() throws Exception {
    ScratchRoot.require();
    assertThat(Command.run(JRE + "/bin/java", "--list-modules")).doesNotContain("jdk.compiler");
    List<String> commands =
        Pattern.compile("(?m)^\\$ (.*)$")
            .matcher(Files.readString(program.resolve("README.md")))
            .results()
            .map((MatchResult command) -> command.group(1).replace("./flowlogs", "f"))
            .toList();
    assertThat(commands).hasSize(3).first().isEqualTo("f run --once");
    List<String> script = new ArrayList<>();
    script.add("tar -xzf " + Archives.tar() + " -C /opt && cp -R " + JRE + " /srv/jre");
    script.add("mount --bind /opt /opt && mount -o remount,bind,ro /opt");
    script.add("ln -s /opt/" + program.getFileName() + "/bin/flowlogs /usr/local/bin/f");
    script.add("rm -f /usr/bin/java && export JAVA_HOME=/srv/jre HOME=/nowhere");
    for (String user : List.of("0", "4711")) {
      script.add("install -d -o " + user + " /srv/" + user + " && cd /srv/" + user);
      script.add("cp -R /opt/*/sample /opt/*/routes /opt/*/application.properties .");
      script.add("sed -i s/9876/" + Ports.free() + "/ application.properties");
      for (String command : commands) {
        script.add("cat >/srv/command <<'END'\n" + command + "\nEND");
        script.add(
            "setpriv --reuid " + user + " --regid " + user + " --clear-groups sh /srv/command");
      }
      script.add("echo == $(find out state -type f ! -user " + user + " | wc -l) files of others");
    }
    String output = ScratchRoot.run(Files.createDirectory(dir.resolve("jre")), script);
    assertThat(output).doesNotContain("WARN", "ERROR");
    for (String line :
        List.of(
            "Delivered destination=\"lake\" flows=\"1631\"",
            "{\"id\":\"f6adc5ea5427503f7261-",
            "Everything that was looked at works.",
            "== 0 files of others")) {
      assertThat(output.lines().filter(written -> written.contains(line))).as(line).hasSize(2);
    }
  }

  /** The cache of classes needs no tool of a JDK either. */
  @Test
  void theCacheIsMadeWithAJreAlone() throws Exception {
    Map<String, String> jre = Map.of("JAVA_HOME", JRE.toAbsolutePath().toString());
    Path copy = Archives.unpack(Files.createDirectory(dir.resolve("cache")));
    assertThat(Command.run(copy, jre, List.of("bin/flowlogs", "cache")))
        .contains("Later starts with this JVM use ");
    assertThat(copy.resolve("flowlogs.jsa")).isNotEmptyFile();
    Map<String, String> shown = new HashMap<>(jre);
    shown.put("JAVA_OPTS", "-Xlog:class+load:file=" + dir.resolve("loaded"));
    Command.run(copy, shown, List.of("bin/flowlogs", "--version"));
    assertThat(Files.readString(dir.resolve("loaded")))
        .containsPattern("io\\.vnetflowroutes\\.cli\\.\\w+ source: shared objects file");
  }

  /** Elsewhere, in another time zone, language and umask, and with another order of files. */
  @Test
  void builtAgainTheFilesAreTheSame() throws Exception {
    Path copy = Files.createDirectory(dir.resolve("another place"));
    Command.run(
        "sh",
        "-euc",
        "git ls-files -z | tar --null -c -T - | tar -x -C \"$1\"",
        "sh",
        copy.toString());
    Command.run(
        copy,
        Map.of("TZ", "Asia/Kolkata", "LC_ALL", "C", "MAVEN_ARGS", "-B -q -ntp"),
        List.of("sh", "-c", "umask 077; ./mvnw -Prelease -Dmaven.test.skip=true package"));
    for (Path file :
        List.of(Archives.tar(), Archives.zip(), Archives.debianPackage(), Archives.connector())) {
      assertThat(copy.resolve("target/release").resolve(file.getFileName()))
          .hasSameBinaryContentAs(file);
    }
  }

  @Test
  void theBaseOfTheImageMadeAgainIsTheSame() throws Exception {
    Path again = dir.resolve("base");
    Command.run(
        Path.of(""),
        Map.of("JAVA_HOME", System.getProperty("java.home"), "TZ", "Asia/Kolkata"),
        List.of("src/release/image/base", "amd64", again.toString()));
    Command.run("diff", "-r", JRE.getParent().getParent().toString(), again.toString());
  }
}
