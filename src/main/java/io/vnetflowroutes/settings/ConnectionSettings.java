package io.vnetflowroutes.settings;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.net.Authorities;
import io.vnetflowroutes.net.Proxies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** By which proxies everything goes in this process, and which authorities it trusts. */
public final class ConnectionSettings {

  private static final String TRUSTED = "flowlogs.trusted-certificates";

  private ConnectionSettings() {}

  /** What is wrong with them; one sentence each. */
  public static List<String> problems(Settings settings, Map<String, String> environment) {
    List<String> problems = new ArrayList<>(Proxies.problems(environment));
    String file = settings.text(TRUSTED);
    if (file == null || file.isEmpty()) {
      return problems;
    }
    Path pem = Path.of(file);
    if (!Files.isReadable(pem) || Files.isDirectory(pem)) {
      problems.add("%s is '%s', but there is no such readable file".formatted(TRUSTED, file));
      return problems;
    }
    try {
      Authorities.certificates(pem);
    } catch (IOException | GeneralSecurityException e) {
      problems.add(
          "%s is '%s', which must hold certificates in PEM, and nothing else (%s)"
              .formatted(TRUSTED, file, e.getMessage()));
    }
    return problems;
  }

  /** Goes by the proxies and trusts the authorities from now on, in everything in this process. */
  public static void use(Settings settings, Map<String, String> environment) {
    Proxies.use(environment);
    String file = settings.text(TRUSTED);
    if (file == null || file.isEmpty() || Authorities.added().isPresent()) {
      return;
    }
    try {
      Authorities.use(Path.of(file));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(TRUSTED + " cannot be used", e);
    }
  }
}
