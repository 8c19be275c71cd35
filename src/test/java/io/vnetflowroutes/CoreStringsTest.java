package io.vnetflowroutes;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.core.CoreClassPath;
import io.vnetflowroutes.message.RouteNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

/** Proves that no text in the core is meant for Camel, which no import would show. */
class CoreStringsTest {

  private static final Path CLASSES = Path.of("target/classes/io/vnetflowroutes");
  private static final Path CAMEL = Path.of("src/main/java/io/vnetflowroutes/camel");

  /** A URI of a component, or an expression of the simple language. */
  private static final Pattern FOR_CAMEL =
      Pattern.compile(
          "^(azure-storage-blob|bean|direct|file|kafka|seda|timer):.*" + "|.*\\$\\{.*|Camel[A-Z].*",
          Pattern.DOTALL);

  private static final Pattern BOUND =
      Pattern.compile("\\bbind\\(\\s*(?:\"(\\w+)\"|RouteNames\\.([A-Z_]+))");

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of the beans that routes use. */
  private static Set<String> beans() {
    return files(CAMEL)
        .flatMap(file -> BOUND.matcher(text(file)).results())
        .map(name -> name.group(1) == null ? constant(name.group(2)) : name.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String constant(String name) {
    try {
      return (String) RouteNames.class.getField(name).get(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The texts in a class that its methods load, join or compare with. */
  private static Set<String> strings(Path classFile) {
    Set<String> strings = new TreeSet<>();
    try (InputStream bytes = Files.newInputStream(classFile)) {
      new ClassReader(bytes).accept(new Strings(strings), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return strings;
  }

  private static final class Strings extends ClassVisitor {

    private final Set<String> found;

    Strings(Set<String> found) {
      super(Opcodes.ASM9);
      this.found = found;
    }

    @Override
    public FieldVisitor visitField(
        int access, String name, String type, String signature, Object value) {
      note(value);
      return null;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String type, String signature, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitLdcInsn(Object value) {
          note(value);
        }

        @Override
        public void visitInvokeDynamicInsn(
            String name, String type, Handle maker, Object... arguments) {
          for (Object argument : arguments) {
            note(argument);
          }
        }
      };
    }

    private void note(Object value) {
      if (value instanceof String text) {
        found.add(text);
      }
    }
  }

  @Test
  void noTextOfTheCoreIsMeantForCamel() {
    Set<String> beans = beans();
    assertThat(beans).contains("dueBlobs", "reader", "problems", "cursor", "readers");
    Map<String, Set<String>> meant = new TreeMap<>();
    for (String name : CoreClassPath.PACKAGES.split(" ", -1)) {
      files(CLASSES.resolve(name))
          .filter(file -> file.toString().endsWith(".class"))
          .forEach(
              file -> {
                Set<String> texts = strings(file);
                boolean namesKeys =
                    file.toString().endsWith("Keys.class"); // a key may be called so
                texts.removeIf(
                    text ->
                        !FOR_CAMEL.matcher(text).matches() && (namesKeys || !beans.contains(text)));
                if (!texts.isEmpty()) {
                  meant.put(CLASSES.relativize(file).toString(), texts);
                }
              });
    }
    assertThat(meant).isEmpty();
  }

  @Test
  void theTextsOfClassesAreFound() {
    assertThat(strings(CLASSES.resolve("camel/BlobInHand.class")))
        .as("the test looks where texts are")
        .anyMatch(text -> FOR_CAMEL.matcher(text).matches());
  }
}
