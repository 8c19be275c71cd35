package io.vnetflowroutes.settings;

import static io.vnetflowroutes.settings.DestinationKeys.CREDENTIALS;
import static io.vnetflowroutes.settings.DestinationKeys.CREDENTIALS_FILE;
import static io.vnetflowroutes.settings.DestinationKeys.URL;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.net.GoogleTokens;
import io.vnetflowroutes.receiver.AccessTokens;
import io.vnetflowroutes.receiver.NoTokenException;
import io.vnetflowroutes.receiver.Receiver.Carrier;
import io.vnetflowroutes.source.AzureProblem;
import io.vnetflowroutes.source.EntraTokens;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Makes what gives destinations their tokens, which are valid for about an hour. */
final class ReceiverTokens {

  private ReceiverTokens() {}

  /** The tokens of a destination; {@code null} if it needs none. */
  static AccessTokens of(Settings settings, Settings.Group<DestinationKeys> group) {
    if (group.get(CREDENTIALS_FILE).isPresent()) {
      GoogleTokens tokens = new GoogleTokens(group.get(CREDENTIALS_FILE).orElseThrow());
      return new AccessTokens(() -> google(tokens), tokens::renew);
    }
    return entra(settings, group)
        .map(tokens -> new AccessTokens(() -> entra(tokens), tokens::renew))
        .orElse(null);
  }

  /** Tokens of the credential that a destination names; empty where it names none. */
  static Optional<EntraTokens> entra(Settings settings, Settings.Group<DestinationKeys> group) {
    return source(settings, group)
        .map(source -> new EntraTokens(SourceSettings.account(source), scope(group)));
  }

  /** The source whose credential a destination uses. */
  static Optional<Settings.Group<SourceKeys>> source(
      Settings settings, Settings.Group<DestinationKeys> group) {
    return group
        .get(CREDENTIALS)
        .flatMap(
            name ->
                settings.groups(SourceKeys.GROUP).stream()
                    .filter(source -> source.name().equals(name))
                    .findFirst());
  }

  private static String google(GoogleTokens tokens) {
    try {
      return tokens.get();
    } catch (IOException e) {
      throw new NoTokenException(
          "Google gives no token: " + e.getMessage(), GoogleTokens.lasting(e), e);
    }
  }

  private static String entra(EntraTokens tokens) {
    try {
      return tokens.get();
    } catch (RuntimeException e) {
      throw new NoTokenException(AzureProblem.ofToken(e), AzureProblem.refused(e), e);
    }
  }

  /** The scope of tokens: the namespace of an event hub, or Azure Monitor, by cloud. */
  private static String scope(Settings.Group<DestinationKeys> group) {
    String url = group.get(URL).orElse("");
    if (ReceiverSettings.type(group).filter(type -> type.carrier() == Carrier.KAFKA).isPresent()) {
      return "https://%s/.default".formatted(URI.create(url).getHost());
    }
    if (url.contains(".azure.us")) {
      return "https://monitor.azure.us/.default";
    }
    return url.contains(".azure.cn")
        ? "https://monitor.azure.cn/.default"
        : "https://monitor.azure.com/.default";
  }
}
