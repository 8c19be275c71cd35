package io.vnetflowroutes.check;

import io.vnetflowroutes.telemetry.ManagementPort;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLConnection;
import java.util.Optional;
import org.apache.camel.main.HttpManagementServerConfigurationProperties;

/**
 * Checks whether the port of health and metrics is free, or whether a running service answers
 * there.
 */
final class PortCheck {

  private static final String CHECK = "port";
  private static final int PATIENCE_MILLIS = 3000;

  private PortCheck() {}

  /** Looks at the port that the keys {@code camel.management.*} name. */
  static boolean check(HttpManagementServerConfigurationProperties keys, CheckReporter subject) {
    Optional<String> problem = ManagementPort.problem(keys);
    String place = "%s, port %d".formatted(keys.getHost(), keys.getPort());
    if (problem.isEmpty()) {
      return subject.ok(CHECK, "Health and metrics can be served at " + place);
    }
    boolean answers = ManagementPort.isPort(keys) && healthAnswers(keys);
    return answers
        ? subject.ok(CHECK, "A service that runs serves health and metrics at " + place)
        : subject.fail(CHECK, problem.get());
  }

  private static boolean healthAnswers(HttpManagementServerConfigurationProperties keys) {
    try {
      URI health =
          new URI("http", null, keys.getHost(), keys.getPort(), keys.getHealthPath(), null, null);
      URLConnection asked = health.toURL().openConnection(Proxy.NO_PROXY);
      asked.setConnectTimeout(PATIENCE_MILLIS);
      asked.setReadTimeout(PATIENCE_MILLIS);
      int status = ((HttpURLConnection) asked).getResponseCode();
      return (status == HttpURLConnection.HTTP_OK || status == HttpURLConnection.HTTP_UNAVAILABLE)
          && String.valueOf(asked.getContentType()).contains("json");
    } catch (IOException | URISyntaxException e) {
      return false;
    }
  }
}
