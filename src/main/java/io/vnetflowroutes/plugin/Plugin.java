package io.vnetflowroutes.plugin;

import java.util.List;
import java.util.Optional;

/**
 * What a plug-in is; its folder holds the same as {@code plugin.json}.
 *
 * @param name the name of its folder
 * @param from what it was made from: {@code group:artifact:version}, or the name of a jar
 * @param camel the version of Camel that it was made for
 * @param jars what it holds
 */
public record Plugin(String name, String from, String camel, List<Jar> jars) {

  public Plugin {
    jars = List.copyOf(jars);
  }

  /**
   * A jar of a plug-in.
   *
   * @param file its name
   * @param library {@code group:artifact:version}; empty where it is no library of a repository
   * @param size its bytes
   * @param sha256 their SHA-256 in hex digits
   */
  public record Jar(String file, String library, long size, String sha256) {

    private String name() {
      return library.substring(0, library.lastIndexOf(':') + 1);
    }

    private String version() {
      return library.substring(library.lastIndexOf(':') + 1);
    }
  }

  /** The version in which it holds the library of a jar, where that is another one. */
  public Optional<String> otherVersion(Jar other) {
    return jars.stream()
        .filter(jar -> !jar.library.isEmpty() && jar.name().equals(other.name()))
        .map(Jar::version)
        .filter(version -> !version.equals(other.version()))
        .findFirst();
  }

  /** The bytes of all its jars. */
  public long size() {
    return jars.stream().mapToLong(Jar::size).sum();
  }
}
