package io.vnetflowroutes.endpoints;

import static io.vnetflowroutes.settings.DestinationKeys.CREDENTIALS;
import static io.vnetflowroutes.settings.DestinationKeys.TOKEN;
import static io.vnetflowroutes.settings.DestinationKeys.TOPIC;
import static io.vnetflowroutes.settings.DestinationKeys.URL;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.settings.DestinationKeys;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Kafka endpoint of an event hub. An event hub accepts requests below 1,046,528 bytes,
 * compressed with gzip or not at all, and closes connections after four idle minutes.
 */
final class EventHub {

  private static final int PORT = 9093;
  private static final Pattern ENDPOINT = Pattern.compile("(?i)Endpoint=sb://([^/;]+)");

  private EventHub() {}

  /** The Camel URI, with the connection string as the password, or with tokens of Entra ID. */
  static String uri(Settings.Group<DestinationKeys> group) {
    String connection = group.get(TOKEN).orElse("");
    String url = group.get(URL).orElseGet(() -> "https://" + host(connection));
    URI address = URI.create(url);
    boolean plain = "http".equals(address.getScheme());
    return "kafka:"
        + group.text(TOPIC)
        + "?brokers="
        + address.getHost()
        + ':'
        + (address.getPort() < 0 ? PORT : address.getPort())
        + "&securityProtocol="
        + (plain ? "SASL_PLAINTEXT" : "SASL_SSL")
        + (group.get(CREDENTIALS).isPresent()
            ? EntraLogin.options(group.name())
            : plain(connection))
        + "&compressionCodec=gzip&maxRequestSize=1000000&requestTimeoutMs=60000"
        + "&metadataMaxAgeMs=180000&connectionMaxIdleMs=180000";
  }

  private static String plain(String connection) {
    return "&saslMechanism=PLAIN&saslJaasConfig=RAW("
        + "org.apache.kafka.common.security.plain.PlainLoginModule required"
        + " username=\"$ConnectionString\" password=\""
        + connection
        + "\";)";
  }

  /** The host that a connection string names. */
  private static String host(String connection) {
    Matcher endpoint = ENDPOINT.matcher(connection);
    return endpoint.find() ? endpoint.group(1) : "localhost";
  }
}
