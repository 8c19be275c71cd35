package io.vnetflowroutes.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.errors.UserError;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder {@code plugins} beside the program, with a folder for each plug-in. The script {@code
 * flowlogs} puts all jars in them on the class path, behind those of the bundle.
 *
 * @param folder its present or future path
 */
public record PluginFolder(Path folder) {

  /** The file that says what a plug-in is. */
  public static final String DESCRIPTION = "plugin.json";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** That of the running program. */
  public static PluginFolder ofThisProgram() {
    String home = System.getProperty("flowlogs.home");
    Path jar = Path.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)[0]);
    Path beside = home == null ? jar.toAbsolutePath().getParent() : Path.of(home);
    return new PluginFolder(beside.resolve("plugins"));
  }

  /** All plug-ins, by their names. */
  public List<Plugin> all() throws IOException {
    List<Plugin> all = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder, Files::isDirectory)) {
        for (Path plugin : inside) {
          if (NAME.matcher(plugin.getFileName().toString()).matches()) {
            all.add(read(plugin));
          }
        }
      }
    }
    all.sort(Comparator.comparing(Plugin::name));
    return all;
  }

  /** The plug-in of a name. */
  public Optional<Plugin> named(String name) throws IOException {
    return all().stream().filter(plugin -> plugin.name().equals(name)).findFirst();
  }

  /** The plug-in in a folder; jars that a user put there by hand are a plug-in, too. */
  private static Plugin read(Path folder) throws IOException {
    String name = folder.getFileName().toString();
    Path description = folder.resolve(DESCRIPTION);
    if (Files.isRegularFile(description)) {
      Plugin read = parse(Files.readString(description), description.toString());
      return new Plugin(name, read.from(), read.camel(), read.jars());
    }
    List<Plugin.Jar> jars = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
      for (Path file : files) {
        jars.add(jar(file, ""));
      }
    }
    jars.sort(Comparator.comparing(Plugin.Jar::file));
    return new Plugin(name, "", "", jars);
  }

  /**
   * The description of a plug-in.
   *
   * @param where what it is called in the sentence that says that it is none
   */
  public static Plugin parse(String description, String where) {
    try {
      return JSON.readValue(description, Plugin.class);
    } catch (JsonProcessingException e) {
      throw new UserError(
          "'%s' is no description of a plug-in (%s); remove its folder, and add it again"
              .formatted(where, e.getOriginalMessage()),
          e);
    }
  }

  /** The description of a jar. */
  public static Plugin.Jar jar(Path file, String library) throws IOException {
    return new Plugin.Jar(file.getFileName().toString(), library, Files.size(file), sha256(file));
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
      digest.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The differences from the description; one sentence each. */
  public List<String> problems(Plugin plugin, Bundle bundle) throws IOException {
    List<String> problems = new ArrayList<>();
    String again = "; ./flowlogs remove %1$s and add it again".formatted(plugin.name());
    if (!plugin.camel().isEmpty() && !plugin.camel().equals(bundle.camel())) {
      problems.add(
          "The plug-in '%s' was made for Camel %s, but the bundle has %s"
                  .formatted(plugin.name(), plugin.camel(), bundle.camel())
              + again);
    }
    for (Plugin.Jar jar : plugin.jars()) {
      Path file = folder.resolve(plugin.name()).resolve(jar.file());
      if (!Files.isRegularFile(file)) {
        problems.add("The plug-in '%s' lacks %s".formatted(plugin.name(), jar.file()) + again);
      } else if (!sha256(file).equals(jar.sha256())) {
        problems.add(
            "%s of the plug-in '%s' is not the file that was added"
                    .formatted(jar.file(), plugin.name())
                + again);
      }
    }
    return problems;
  }

  /**
   * Makes a plug-in: its folder appears by its name once all of it is there.
   *
   * @param jars where the jars are now
   */
  public void make(Plugin plugin, List<Path> jars) throws IOException {
    if (!NAME.matcher(plugin.name()).matches()) {
      throw new UserError(
          "The name '%s' is no name for a plug-in; it has letters, digits and . _ - only"
              .formatted(plugin.name()));
    }
    Path unfinished = folder.resolve(".unfinished-" + plugin.name());
    delete(unfinished);
    Files.createDirectories(unfinished);
    for (Path jar : jars) {
      Files.copy(jar, unfinished.resolve(jar.getFileName().toString()));
    }
    Files.writeString(unfinished.resolve(DESCRIPTION), text(plugin));
    Files.move(unfinished, folder.resolve(plugin.name()));
  }

  /** The description of a plug-in as a text. */
  public static String text(Plugin plugin) throws IOException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(plugin) + '\n';
  }

  /** Removes a plug-in. */
  public void remove(Plugin plugin) throws IOException {
    delete(folder.resolve(plugin.name()));
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> inside = Files.walk(folder)) {
        for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
