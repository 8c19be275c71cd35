package io.vnetflowroutes;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** Proves that each test runs or fails: one that is skipped in silence proves nothing. */
final class NoSkippedTestsTest {

  @Test
  void noTestIsSkippedOrDisabled() {
    JavaClasses tests = new ClassFileImporter().importPath(Path.of("target/test-classes"));
    assertThat(tests).isNotEmpty();
    ArchRuleDefinition.noClasses()
        .that()
        .doNotHaveFullyQualifiedName(NoSkippedTestsTest.class.getName())
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Assumptions.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Disabled.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("org.junit.jupiter.api.condition")
        .because("a test that needs something says what is missing, and fails")
        .check(tests);
  }
}
