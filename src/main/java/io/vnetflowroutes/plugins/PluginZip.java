package io.vnetflowroutes.plugins;

import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.plugin.Plugin;
import io.vnetflowroutes.plugin.PluginFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A plug-in as one file, for machines that reach no repository.
 *
 * @param file its present or future path
 */
record PluginZip(Path file) {

  /** Writes a plug-in. */
  void write(Plugin plugin, List<Path> jars) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(PluginFolder.DESCRIPTION));
      zip.write(PluginFolder.text(plugin).getBytes(StandardCharsets.UTF_8));
      for (Path jar : jars) {
        zip.putNextEntry(new ZipEntry(jar.getFileName().toString()));
        Files.copy(jar, zip);
      }
    }
  }

  /**
   * What it is.
   *
   * @param camel the version of Camel that it must be for
   */
  Plugin plugin(String camel) throws IOException {
    Plugin plugin;
    try (ZipFile zip = open()) {
      plugin =
          PluginFolder.parse(
              new String(read(zip, PluginFolder.DESCRIPTION), StandardCharsets.UTF_8),
              file.toString());
    }
    if (!plugin.camel().equals(camel)) {
      throw new UserError(
          "'%s' is for Camel %s, but the bundle has Camel %s"
              .formatted(file, plugin.camel(), camel));
    }
    return plugin;
  }

  /** Unpacks the jars of a plug-in into a folder; their bytes are those that were added. */
  List<Path> unpack(Plugin plugin, Path folder) throws IOException {
    List<Path> jars = new ArrayList<>();
    try (ZipFile zip = open()) {
      for (Plugin.Jar jar : plugin.jars()) {
        if (!jar.file().matches("[^/\\\\]+\\.jar")) {
          throw new UserError("'%s' names '%s', which is no jar".formatted(file, jar.file()));
        }
        Path unpacked = Files.write(folder.resolve(jar.file()), read(zip, jar.file()));
        if (!PluginFolder.jar(unpacked, jar.library()).equals(jar)) {
          throw new UserError(
              "%s in '%s' is not the file that was added; make '%s' again"
                  .formatted(jar.file(), file, file.getFileName()));
        }
        jars.add(unpacked);
      }
    }
    return jars;
  }

  private byte[] read(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new UserError(
          "'%s' lacks %s; it must be a file that ./flowlogs add --save made".formatted(file, name));
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private ZipFile open() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UserError("There is no file '%s'".formatted(file.toAbsolutePath()));
    }
    try {
      return new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw new UserError("'%s' is no zip (%s)".formatted(file, e.getMessage()), e);
    }
  }
}
