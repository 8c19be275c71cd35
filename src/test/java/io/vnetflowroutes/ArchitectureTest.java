package io.vnetflowroutes;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vnetflowroutes.core.CoreClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Proves that imports point one way, that Camel stays at the edges, and that classes stay small.
 */
class ArchitectureTest {

  private static final String ROOT = "io.vnetflowroutes";
  private static final int LONGEST_FILE = 400;

  /** What a host other than Camel takes. */
  private static final String CORE = CoreClassPath.PACKAGES;

  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);
  }

  private static String[] packages(String names) {
    return Stream.of(names.split(" ", -1)).map(name -> ROOT + '.' + name).toArray(String[]::new);
  }

  @ParameterizedTest
  @CsvSource({
    "errors, ''",
    "bytes, ''",
    "flow, bytes",
    "disk, ''",
    "net, derive",
    "source, errors flow net",
    "parse, bytes flow",
    "derive, bytes flow",
    "filter, bytes flow derive",
    "table, bytes flow",
    "parquet, bytes",
    "api, ''",
    "avro, errors",
    "format, bytes flow derive table parquet api",
    "receiver, bytes flow derive table format",
    "config, errors",
    "settings, errors net source parse derive filter parquet format receiver config poll",
    "poll, errors flow source",
    "read, errors flow source parse poll",
    "handover, errors flow source parse poll",
    "offsets, source poll",
    "connect, bytes flow source parse derive filter format config settings poll read handover offsets",
    "state, errors flow disk source poll read",
    "spool, disk",
    "files, flow disk",
    "objects, errors disk files",
    "message, bytes flow source filter format spool files objects",
    "outcome, errors disk format receiver objects message",
    "queue, flow disk format spool message outcome",
    "deadletter, flow disk format handover files message outcome",
    "deliver, errors bytes flow disk filter format receiver files message outcome queue",
    "receive, errors flow parse config settings handover",
    "telemetry, errors flow source derive config settings poll read message queue receive",
    "logging, ''",
    "page, bytes flow source derive poll state queue telemetry logging",
    "routes, flow filter config settings message deliver receive",
    "endpoints, errors flow disk net source derive filter format receiver config settings files objects message outcome deadletter deliver receive",
    "camel, errors flow disk source derive format config settings poll read state files message outcome queue deadletter deliver receive telemetry page routes endpoints",
    "component, bytes flow disk source parse format config settings poll read state message deadletter telemetry",
    "terminal, errors config settings logging camel",
    "run, errors config poll telemetry camel terminal",
    "check, errors flow disk net source parse config settings state objects queue deadletter deliver receive telemetry logging endpoints camel terminal plugin",
    "trial, errors flow source parse parquet config settings files message outcome deliver telemetry logging endpoints camel terminal",
    "status, errors source config settings poll state queue deadletter receive terminal",
    "top, errors config settings logging terminal",
    "audit, errors flow source config settings poll handover state queue deadletter receive telemetry terminal",
    "backfill, errors bytes disk source config settings poll read state files telemetry endpoints camel terminal",
    "replay, errors bytes flow disk parse config settings state files message deadletter deliver telemetry endpoints camel terminal",
    "flowlogs, errors flow source config settings telemetry logging terminal",
    "reference, errors config settings camel terminal",
    "cache, errors terminal",
    "plugin, errors",
    "plugins, errors terminal plugin",
    "move, errors disk source config settings poll offsets state terminal",
    "cli, errors config logging camel terminal run check trial status top audit backfill replay flowlogs reference cache plugins move",
  })
  void importsPointOneWay(String name, String mayImport) {
    String[] allowed =
        Stream.concat(Stream.of(name), Stream.of(mayImport.split(" ", -1)))
            .filter(word -> !word.isEmpty())
            .map(word -> ROOT + '.' + word)
            .toArray(String[]::new);
    DescribedPredicate<JavaClass> ours = resideInAPackage(ROOT + "..");
    noClasses()
        .that()
        .resideInAPackage(ROOT + '.' + name)
        .should()
        .dependOnClassesThat(ours.and(not(resideInAnyPackage(allowed))))
        .check(classes);
  }

  @Test
  void thereAreNoOtherPackages() {
    assertThat(classes.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrder(
            Stream.of(
                    "errors bytes flow disk net source parse derive filter table parquet api avro format receiver config settings poll read handover offsets connect state spool files objects message outcome queue deadletter deliver receive telemetry logging page plugin routes endpoints camel component terminal run check trial status top audit backfill replay flowlogs reference cache plugins move cli"
                        .split(" ", -1))
                .map(word -> ROOT + '.' + word)
                .toArray(String[]::new));
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void theCoreKnowsNeitherItsHostsNorTheirLibraries() {
    noClasses()
        .that()
        .resideInAnyPackage(packages(CORE))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.camel..", "java.sql..", "org.sqlite..", "org.slf4j..", "picocli..")
        .check(classes);
    DescribedPredicate<JavaClass> ours = resideInAPackage(ROOT + "..");
    noClasses()
        .that()
        .resideInAnyPackage(packages(CORE))
        .should()
        .dependOnClassesThat(ours.and(not(resideInAnyPackage(packages(CORE)))))
        .check(classes);
  }

  /**
   * Workers of Connect bring the first version of slf4j along, and a plug-in cannot have its own.
   */
  @Test
  void theConnectorLogsAsTheFirstVersionOfSlf4jAllows() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".connect")
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "a method of the second version",
                call ->
                    call.getTargetOwner().getName().equals("org.slf4j.Logger")
                        && call.getName().matches("at[A-Z].*|make.*|isEnabledForLevel")))
        .check(classes);
  }

  @Test
  void camelStaysAtTheEdges() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            packages(
                "outcome deadletter deliver files objects telemetry routes endpoints camel component check trial backfill"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.camel..")
        .check(classes);
  }

  @Test
  void namesSayWhatAClassIs() {
    noClasses()
        .should()
        .haveNameMatching(".*(Utils?|Helpers?|Managers?|Impl)(\\$.*)?")
        .orShould()
        .haveSimpleNameStartingWith("Abstract")
        .check(classes);
  }

  @Test
  void plainClassesAreFinal() {
    classes()
        .that()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .and()
        .areNotRecords()
        .and()
        .areNotAnonymousClasses()
        .and()
        .areNotAssignableTo(Enum.class)
        .and()
        .areNotAssignableTo(Exception.class)
        .and()
        .doNotHaveSimpleName("package-info")
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(classes);
  }

  private static Map<Path, Integer> lines(String folder, String ending) throws IOException {
    Map<Path, Integer> lines = new HashMap<>();
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      for (Path file : files.filter(f -> f.toString().endsWith(ending)).toList()) {
        lines.put(file, Files.readAllLines(file).size());
      }
    }
    return lines;
  }

  @Test
  void noJavaFileIsLong() throws IOException {
    Map<Path, Integer> lines = lines("src", ".java");
    assertThat(lines).hasSizeGreaterThan(100);
    lines.values().removeIf(count -> count <= LONGEST_FILE);
    assertThat(lines).as("files of more than %d lines", LONGEST_FILE).isEmpty();
  }
}
