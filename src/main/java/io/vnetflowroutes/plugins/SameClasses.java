package io.vnetflowroutes.plugins;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Finds jars with classes that the bundle has as well: as those of the bundle come first, such a
 * jar would work with some of its own classes and some of the bundle's.
 */
final class SameClasses {

  private final Map<String, String> holders = new HashMap<>();

  private SameClasses() {}

  /** Those of the running program: of {@code flowlogs.jar} and what its manifest names. */
  static SameClasses ofThisProgram() throws IOException {
    SameClasses bundle = new SameClasses();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path jar = Path.of(entry);
      if (!Files.isRegularFile(jar)) {
        continue;
      }
      bundle.add(jar);
      for (Path library : libraries(jar)) {
        bundle.add(library);
      }
    }
    return bundle;
  }

  private static List<Path> libraries(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      Manifest manifest = jar.getManifest();
      String names =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      return names == null
          ? List.of()
          : Stream.of(names.split(" ", -1))
              .map(file.toAbsolutePath()::resolveSibling)
              .filter(Files::isRegularFile)
              .toList();
    }
  }

  private void add(Path jar) throws IOException {
    for (String name : classes(jar)) {
      holders.putIfAbsent(name, jar.getFileName().toString());
    }
  }

  private static List<String> classes(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
          .filter(
              name -> !name.endsWith("module-info.class") && !name.endsWith("package-info.class"))
          .toList();
    }
  }

  /** A sentence for each jar that has a class of the bundle. */
  List<String> problems(List<Path> jars) throws IOException {
    List<String> problems = new ArrayList<>();
    for (Path jar : jars) {
      for (String name : classes(jar)) {
        String holder = holders.get(name);
        if (holder != null) {
          problems.add(
              "%s holds the class %s, which the bundle has in %s"
                  .formatted(
                      jar.getFileName(),
                      name.replaceFirst("\\.class$", "").replace('/', '.'),
                      holder));
          break;
        }
      }
    }
    return problems;
  }
}
