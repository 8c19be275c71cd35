package io.vnetflowroutes.settings;

import static io.vnetflowroutes.settings.ProgramKeys.TRUSTED_CERTIFICATES;

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

/** The proxies that this process uses, and the certificate authorities that it trusts. */
public final class ConnectionSettings {

  private ConnectionSettings() {}

  /** Their mistakes, one sentence each. */
  public static List<String> problems(Settings settings, Map<String, String> environment) {
    List<String> problems = new ArrayList<>(Proxies.problems(environment));
    Path pem = settings.get(TRUSTED_CERTIFICATES).orElse(null);
    if (pem == null) {
      return problems;
    }
    if (!Files.isReadable(pem) || Files.isDirectory(pem)) {
      problems.add(
          "%s is '%s', but there is no such readable file".formatted(TRUSTED_CERTIFICATES, pem));
      return problems;
    }
    try {
      Authorities.certificates(pem);
    } catch (IOException | GeneralSecurityException e) {
      problems.add(
          "%s is '%s', which must hold certificates in PEM, and nothing else (%s)"
              .formatted(TRUSTED_CERTIFICATES, pem, e.getMessage()));
    }
    return problems;
  }

  /** Makes the whole process use the proxies, and trust the authorities. */
  public static void use(Settings settings, Map<String, String> environment) {
    Proxies.use(environment);
    Path pem = settings.get(TRUSTED_CERTIFICATES).orElse(null);
    if (pem == null || Authorities.added().isPresent()) {
      return;
    }
    try {
      Authorities.use(pem);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(TRUSTED_CERTIFICATES + " cannot be used", e);
    }
  }
}
