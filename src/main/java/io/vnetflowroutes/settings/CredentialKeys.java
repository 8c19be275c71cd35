package io.vnetflowroutes.settings;

import static io.vnetflowroutes.settings.SourceKeys.ACCOUNT_KEY;
import static io.vnetflowroutes.settings.SourceKeys.CLIENT_CERTIFICATE;
import static io.vnetflowroutes.settings.SourceKeys.CLIENT_SECRET;
import static io.vnetflowroutes.settings.SourceKeys.CONNECTION_STRING;
import static io.vnetflowroutes.settings.SourceKeys.CREDENTIAL;
import static io.vnetflowroutes.settings.SourceKeys.SAS_TOKEN;
import static io.vnetflowroutes.settings.SourceKeys.TENANT_ID;

import io.vnetflowroutes.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys that show by themselves how a source authenticates. */
final class CredentialKeys {

  private CredentialKeys() {}

  /** The sentence for keys of several credentials, if nothing says which one is meant. */
  static Optional<String> several(Settings.Group<SourceKeys> source) {
    List<String> keys =
        Stream.of(CONNECTION_STRING, ACCOUNT_KEY, SAS_TOKEN, CLIENT_CERTIFICATE, CLIENT_SECRET)
            .filter(key -> source.get(key).isPresent())
            .map(source::key)
            .collect(Collectors.toCollection(ArrayList::new));
    boolean entra =
        source.get(CLIENT_CERTIFICATE).isPresent() || source.get(CLIENT_SECRET).isPresent();
    if (!entra && !keys.isEmpty() && source.get(TENANT_ID).isPresent()) {
      keys.add(source.key(TENANT_ID));
    }
    return keys.size() > 1 && source.get(CREDENTIAL).isEmpty()
        ? Optional.of(
            "%s are keys of different credentials; leave one out, or say with %s which one is meant"
                .formatted(String.join(" and ", keys), source.key(CREDENTIAL)))
        : Optional.empty();
  }
}
