package io.vnetflowroutes.plugins;

import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.plugin.Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;

/**
 * The request of a user.
 *
 * @param name the name of the plug-in that it becomes
 * @param artifact the library; {@code null} for a jar that does not tell which one it is
 * @param jar the user's own jar; {@code null} for what a repository has
 */
record Wanted(String name, Artifact artifact, Path jar) {

  private static final String CAMEL = "org.apache.camel";
  private static final String WORD = "[A-Za-z0-9_.-]+";
  private static final Pattern COMPONENT = Pattern.compile("camel-" + WORD);
  private static final Pattern LIBRARY =
      Pattern.compile("(" + WORD + "):(" + WORD + "):(" + WORD + ")");
  private static final Pattern POM = Pattern.compile("META-INF/maven/[^/]+/[^/]+/pom\\.properties");

  /** Reads the argument of {@code add}. */
  static Wanted of(String text, Bundle bundle) throws IOException {
    if (text.endsWith(".jar")) {
      return ofJar(Path.of(text));
    }
    if (COMPONENT.matcher(text).matches()) {
      requireMissing(text, CAMEL, text, bundle.camel(), bundle);
      return new Wanted(text, new DefaultArtifact(CAMEL, text, "jar", bundle.camel()), null);
    }
    Matcher library = LIBRARY.matcher(text);
    if (!library.matches()) {
      throw new UserError(
          "'%s' is no plug-in; it must be a component of Camel such as camel-aws2-s3, a library as group:artifact:version, or a file NAME.jar"
              .formatted(text));
    }
    if (library.group(1).equals(CAMEL) && !library.group(3).equals(bundle.camel())) {
      throw new UserError(
          "%s is of Camel %s, but the bundle has Camel %s; ./flowlogs add %s takes the one that fits"
              .formatted(text, library.group(3), bundle.camel(), library.group(2)));
    }
    requireMissing(text, library.group(1), library.group(2), library.group(3), bundle);
    return new Wanted(
        library.group(2),
        new DefaultArtifact(library.group(1), library.group(2), "jar", library.group(3)),
        null);
  }

  private static void requireMissing(
      String text, String group, String artifact, String version, Bundle bundle) {
    if (bundle.version(group, artifact).filter(version::equals).isPresent()) {
      throw new UserError("%s is in the bundle already; there is nothing to add".formatted(text));
    }
  }

  private static Wanted ofJar(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UserError("There is no file '%s'".formatted(file.toAbsolutePath()));
    }
    String name = file.getFileName().toString().replaceFirst("\\.jar$", "");
    try (JarFile jar = new JarFile(file.toFile())) {
      Artifact artifact = pom(jar).map(Wanted::libraryOf).orElse(null);
      return new Wanted(name, artifact, file);
    } catch (ZipException e) {
      throw new UserError("'%s' is no jar (%s)".formatted(file, e.getMessage()), e);
    }
  }

  /** Which library Maven made a jar of; nothing where others are packed into it. */
  private static Optional<Properties> pom(JarFile jar) throws IOException {
    Properties found = null;
    for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
      JarEntry entry = all.nextElement();
      if (POM.matcher(entry.getName()).matches()) {
        if (found != null) {
          return Optional.empty();
        }
        found = new Properties();
        try (InputStream in = jar.getInputStream(entry)) {
          found.load(in);
        }
      }
    }
    return Optional.ofNullable(found);
  }

  private static Artifact libraryOf(Properties pom) {
    return new DefaultArtifact(
        pom.getProperty("groupId"),
        pom.getProperty("artifactId"),
        "jar",
        pom.getProperty("version"));
  }

  /** Its name in a description. */
  String from() {
    return jar == null ? Libraries.name(artifact) : jar.getFileName().toString();
  }
}
