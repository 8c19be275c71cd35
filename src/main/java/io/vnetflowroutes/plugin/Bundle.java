package io.vnetflowroutes.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.errors.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The libraries that the bundle has, as the list of its parts in {@code flowlogs.jar} names them.
 */
public final class Bundle {

  private static final String PARTS = "/META-INF/sbom/flowlogs.cdx.json";

  private final Map<String, String> versions;

  /**
   * @param versions by group and artifact, such as {@code org.apache.camel:camel-api}
   */
  public Bundle(Map<String, String> versions) {
    this.versions = Map.copyOf(versions);
  }

  /**
   * That of the running program.
   *
   * @throws UserError if the program is not packaged, or was without a network
   */
  public static Bundle ofThisProgram() {
    try (InputStream parts = Bundle.class.getResourceAsStream(PARTS)) {
      if (parts == null) {
        throw new UserError(
            "The program lacks the list of what it holds, which is made by a build with a network");
      }
      return of(new ObjectMapper().readTree(parts));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Bundle of(JsonNode parts) {
    Map<String, String> versions = new HashMap<>();
    put(parts.path("metadata").path("component"), versions);
    parts.path("components").forEach(part -> put(part, versions));
    return new Bundle(versions);
  }

  private static void put(JsonNode part, Map<String, String> versions) {
    versions.put(
        part.path("group").asText() + ':' + part.path("name").asText(),
        part.path("version").asText());
  }

  /** The version of a library that it has. */
  public Optional<String> version(String group, String artifact) {
    return Optional.ofNullable(versions.get(group + ':' + artifact));
  }

  /** The version of Camel, which all components of Camel must have. */
  public String camel() {
    return versions.getOrDefault("org.apache.camel:camel-api", "");
  }
}
