package io.vnetflowroutes.settings;

import static io.vnetflowroutes.settings.SourceKeys.ACCOUNT_KEY;
import static io.vnetflowroutes.settings.SourceKeys.AUTHORITY_HOST;
import static io.vnetflowroutes.settings.SourceKeys.CLIENT_CERTIFICATE;
import static io.vnetflowroutes.settings.SourceKeys.CLIENT_CERTIFICATE_PASSWORD;
import static io.vnetflowroutes.settings.SourceKeys.CLIENT_ID;
import static io.vnetflowroutes.settings.SourceKeys.CLIENT_SECRET;
import static io.vnetflowroutes.settings.SourceKeys.CONNECTION_STRING;
import static io.vnetflowroutes.settings.SourceKeys.CONTAINER;
import static io.vnetflowroutes.settings.SourceKeys.CREDENTIAL;
import static io.vnetflowroutes.settings.SourceKeys.DIRECTORY;
import static io.vnetflowroutes.settings.SourceKeys.NETWORK_SECURITY_GROUP;
import static io.vnetflowroutes.settings.SourceKeys.SAS_TOKEN;
import static io.vnetflowroutes.settings.SourceKeys.STORAGE_ACCOUNT_URL;
import static io.vnetflowroutes.settings.SourceKeys.TENANT_ID;

import io.vnetflowroutes.config.GroupKey;
import io.vnetflowroutes.config.Kind;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.source.AzureAccount;
import io.vnetflowroutes.source.AzureAccount.Credential;
import io.vnetflowroutes.source.AzureContainer;
import io.vnetflowroutes.source.AzureService;
import io.vnetflowroutes.source.ConnectionString;
import io.vnetflowroutes.source.Container;
import io.vnetflowroutes.source.DirectoryContainer;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.source.SourceListener;
import io.vnetflowroutes.source.StorageUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes sources from their settings, and reports what a source lacks. */
public final class SourceSettings {

  /** The keys that each way to authenticate needs; those of Entra ID need the URL, too. */
  private static final Map<Credential, List<GroupKey<SourceKeys, ? extends Optional<?>>>> NEEDED =
      Map.of(
          Credential.CLIENT_SECRET, List.of(TENANT_ID, CLIENT_ID, CLIENT_SECRET),
          Credential.CLIENT_CERTIFICATE, List.of(TENANT_ID, CLIENT_ID, CLIENT_CERTIFICATE),
          Credential.MANAGED_IDENTITY, List.of(),
          Credential.WORKLOAD_IDENTITY, List.of(),
          Credential.DEFAULT, List.of(),
          Credential.SHARED_KEY, List.of(ACCOUNT_KEY),
          Credential.SAS, List.of(SAS_TOKEN),
          Credential.CONNECTION_STRING, List.of(CONNECTION_STRING));

  private SourceSettings() {}

  /** The mistakes in the sources, one sentence each. */
  public static List<String> problems(Settings settings) {
    List<Settings.Group<SourceKeys>> sources = settings.groups(SourceKeys.GROUP);
    return sources.isEmpty()
        ? List.of(
            "There is no source; set %s or %s"
                .formatted(STORAGE_ACCOUNT_URL.of("NAME"), DIRECTORY.of("NAME")))
        : sources.stream().flatMap(source -> problems(source).stream()).toList();
  }

  private static List<String> problems(Settings.Group<SourceKeys> source) {
    List<String> problems = new ArrayList<>();
    boolean directory = source.get(DIRECTORY).isPresent();
    boolean account =
        source.get(STORAGE_ACCOUNT_URL).isPresent()
            || source.get(CONNECTION_STRING).isPresent()
            || source.get(SAS_TOKEN).filter(StorageUrl::isUrl).isPresent();
    if (directory == account) {
      problems.add(
          directory
              ? "%s and %s exclude each other; set one of them"
                  .formatted(source.key(DIRECTORY), source.key(STORAGE_ACCOUNT_URL))
              : "%s is missing; a source needs it, or %s, or %s"
                  .formatted(
                      source.key(STORAGE_ACCOUNT_URL),
                      source.key(CONNECTION_STRING),
                      source.key(DIRECTORY)));
    } else if (directory) {
      Path path = source.get(DIRECTORY).orElseThrow();
      if (!Files.isDirectory(path)) {
        problems.add(
            "%s is '%s', but there is no such directory".formatted(source.key(DIRECTORY), path));
      }
    } else {
      credentialProblems(source, problems);
    }
    SelectionSettings.problems(source, problems);
    return problems;
  }

  private static void credentialProblems(Settings.Group<SourceKeys> source, List<String> problems) {
    Credential credential;
    try {
      credential = credential(source);
    } catch (IllegalArgumentException e) {
      return;
    }
    for (GroupKey<SourceKeys, ? extends Optional<?>> key : NEEDED.get(credential)) {
      if (source.get(key).isEmpty()) {
        problems.add(
            "%s is missing; the credential %s needs it"
                .formatted(source.key(key), Kind.word(credential)));
      }
    }
    if (credential != Credential.CONNECTION_STRING
        && source.get(STORAGE_ACCOUNT_URL).isEmpty()
        && source.get(SAS_TOKEN).filter(StorageUrl::isUrl).isEmpty()) {
      problems.add("%s is missing".formatted(source.key(STORAGE_ACCOUNT_URL)));
    }
    source
        .get(CLIENT_CERTIFICATE)
        .filter(file -> !Files.isReadable(file))
        .ifPresent(
            file ->
                problems.add(
                    "%s is '%s', but there is no such readable file"
                        .formatted(source.key(CLIENT_CERTIFICATE), file)));
    CredentialKeys.several(source).ifPresent(problems::add);
    combinationProblems(source, credential, problems);
  }

  /** Adds combinations that the Azure SDK refuses, although each value is valid. */
  private static void combinationProblems(
      Settings.Group<SourceKeys> source, Credential credential, List<String> problems) {
    for (GroupKey<SourceKeys, Optional<String>> key :
        List.of(AUTHORITY_HOST, STORAGE_ACCOUNT_URL)) {
      if (credential.usesEntra()
          && source.get(key).orElse("").toLowerCase(Locale.ROOT).startsWith("http:")) {
        problems.add(
            "%s must be https, as a token would be readable on its way".formatted(source.key(key)));
      }
    }
    if (credential == Credential.SHARED_KEY
        && source.get(ACCOUNT_KEY).filter(key -> !StorageUrl.isKey(key)).isPresent()) {
      problems.add(
          "%s is not Base64 text, as an account key is; copy it anew, whole, from the portal"
              .formatted(source.key(ACCOUNT_KEY)));
    }
    if (problems.isEmpty()) {
      problems.addAll(addressProblems(source, credential));
    }
    if (problems.isEmpty()) {
      try {
        new AzureService(account(source));
      } catch (RuntimeException e) {
        problems.add(
            "The credential %s of source '%s' cannot be used; %s"
                .formatted(
                    Kind.word(credential),
                    source.name(),
                    credential == Credential.WORKLOAD_IDENTITY
                        ? "it needs AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_FEDERATED_TOKEN_FILE"
                            + " in the environment, as its webhook sets them"
                        : "check the form of its keys"));
      }
    }
  }

  /** The mistakes in the texts that name the account; the portal shows several such texts. */
  private static List<String> addressProblems(
      Settings.Group<SourceKeys> source, Credential credential) {
    List<String> problems = new ArrayList<>();
    List<StorageUrl> urls = new ArrayList<>();
    for (GroupKey<SourceKeys, Optional<String>> key :
        List.of(STORAGE_ACCOUNT_URL, SAS_TOKEN, CONNECTION_STRING)) {
      boolean used =
          key == CONNECTION_STRING
              ? credential == Credential.CONNECTION_STRING
              : key != SAS_TOKEN || credential == Credential.SAS;
      try {
        source.get(key).filter(text -> used).flatMap(text -> url(key, text)).ifPresent(urls::add);
      } catch (IllegalArgumentException e) {
        problems.add("%s cannot be used: %s".formatted(source.key(key), e.getMessage()));
      }
    }
    if (source.get(STORAGE_ACCOUNT_URL).isPresent()
        && !urls.isEmpty()
        && urls.get(0).sas() != null) {
      problems.add(
          "%s holds a SAS token, which would be printed; set %s to what follows the question mark"
              .formatted(source.key(STORAGE_ACCOUNT_URL), source.key(SAS_TOKEN)));
    }
    if (credential == Credential.SHARED_KEY && urls.stream().anyMatch(StorageUrl::withoutAccount)) {
      problems.add(
          "%s names no account; put the account's name in front of the host, behind it as a path, or"
                  .formatted(source.key(STORAGE_ACCOUNT_URL))
              + " set connection-string");
    }
    source.get(CONTAINER).ifPresent(name -> urls.add(new StorageUrl(null, name, null)));
    differences(source, urls, problems);
    return problems;
  }

  private static Optional<StorageUrl> url(GroupKey<SourceKeys, Optional<String>> key, String text) {
    if (key == CONNECTION_STRING) {
      ConnectionString parts = ConnectionString.of(text);
      return Optional.of(new StorageUrl(parts.endpoint(), parts.container(), null));
    }
    if (key == STORAGE_ACCOUNT_URL || StorageUrl.isUrl(text)) {
      return Optional.of(StorageUrl.of(text));
    }
    if (text.matches("(?is).*(AccountKey|SharedAccessSignature)=.*")) {
      throw new IllegalArgumentException(
          "it is a connection string; set %s to it instead".formatted(CONNECTION_STRING));
    }
    return Optional.empty();
  }

  private static void differences(
      Settings.Group<SourceKeys> source, List<StorageUrl> urls, List<String> problems) {
    for (Function<StorageUrl, String> part :
        List.<Function<StorageUrl, String>>of(StorageUrl::endpoint, StorageUrl::container)) {
      List<String> named =
          urls.stream()
              .map(part)
              .filter(Objects::nonNull)
              .map(text -> text.toLowerCase(Locale.ROOT).replaceFirst("/$", ""))
              .distinct()
              .toList();
      if (named.size() > 1) {
        problems.add(
            "The keys of source '%s' name two: %s; leave one of them out"
                .formatted(source.name(), String.join(" and ", named)));
      }
    }
  }

  /** The way to authenticate: the setting, or what the present keys show. */
  private static Credential credential(Settings.Group<SourceKeys> source) {
    Optional<Credential> set = source.get(CREDENTIAL);
    if (set.isPresent()) {
      return set.get();
    }
    for (Credential credential :
        List.of(
            Credential.CONNECTION_STRING,
            Credential.SHARED_KEY,
            Credential.SAS,
            Credential.CLIENT_CERTIFICATE,
            Credential.CLIENT_SECRET)) {
      List<GroupKey<SourceKeys, ? extends Optional<?>>> needed = NEEDED.get(credential);
      if (source.get(needed.get(needed.size() - 1)).isPresent()) {
        return credential;
      }
    }
    return source.get(TENANT_ID).isPresent() ? Credential.CLIENT_SECRET : Credential.DEFAULT;
  }

  /** The storage account of a source that has one, with its credential. */
  public static AzureAccount account(Settings.Group<SourceKeys> source) {
    Credential credential = credential(source);
    String secret =
        switch (credential) {
          case CLIENT_SECRET -> source.get(CLIENT_SECRET).orElse(null);
          case CLIENT_CERTIFICATE -> source.get(CLIENT_CERTIFICATE_PASSWORD).orElse(null);
          case SHARED_KEY -> source.get(ACCOUNT_KEY).orElse(null);
          case SAS -> source.get(SAS_TOKEN).orElse(null);
          case CONNECTION_STRING -> source.get(CONNECTION_STRING).orElse(null);
          default -> null;
        };
    return new AzureAccount(
        source.get(STORAGE_ACCOUNT_URL).orElse(null),
        credential,
        source.get(AUTHORITY_HOST).orElse(null),
        source.get(TENANT_ID).orElse(null),
        source.get(CLIENT_ID).orElse(null),
        source.get(CLIENT_CERTIFICATE).map(Path::toString).orElse(null),
        secret);
  }

  /**
   * The source of a group.
   *
   * @param again reads the settings again; empty if they are wrong now
   */
  public static Source source(
      Settings.Group<SourceKeys> group,
      Supplier<Optional<Settings>> again,
      SourceListener listener) {
    return new Source(
        group.name(),
        container(group, again, listener),
        SelectionSettings.selection(group),
        listener);
  }

  private static Container container(
      Settings.Group<SourceKeys> group,
      Supplier<Optional<Settings>> again,
      SourceListener listener) {
    if (group.get(DIRECTORY).isPresent()) {
      return new DirectoryContainer(group.name(), group.get(DIRECTORY).orElseThrow(), listener);
    }
    return new AzureContainer(
        group.name(),
        new AzureService(account(group)),
        containerName(group),
        () -> again.get().flatMap(settings -> accountNow(group.name(), settings)));
  }

  /** The account of a source in settings that were read again; empty if it has none any more. */
  private static Optional<AzureAccount> accountNow(String source, Settings settings) {
    return settings.groups(SourceKeys.GROUP).stream()
        .filter(group -> group.name().equals(source) && group.get(DIRECTORY).isEmpty())
        .map(SourceSettings::account)
        .findFirst();
  }

  /** The other one of the two containers that Azure writes to, if a source reads one of them. */
  public static Optional<Container> otherContainer(Settings.Group<SourceKeys> group) {
    if (group.get(DIRECTORY).isPresent()) {
      return Optional.empty();
    }
    String other =
        switch (containerName(group)) {
          case AzureContainer.VNET_FLOW_LOGS -> AzureContainer.NSG_FLOW_LOGS;
          case AzureContainer.NSG_FLOW_LOGS -> AzureContainer.VNET_FLOW_LOGS;
          default -> null;
        };
    return Optional.ofNullable(other)
        .map(
            name ->
                new AzureContainer(
                    group.name(), new AzureService(account(group)), name, Optional::empty));
  }

  /** The container's name: the setting, or that of the selected kind of flow logs. */
  public static String containerName(Settings.Group<SourceKeys> source) {
    boolean nsg = source.get(NETWORK_SECURITY_GROUP).isPresent();
    return source
        .get(CONTAINER)
        .or(() -> ofUrls(source, StorageUrl::container))
        .orElse(nsg ? AzureContainer.NSG_FLOW_LOGS : AzureContainer.VNET_FLOW_LOGS);
  }

  /** A part of the URLs that name the account: the first that has it. */
  public static Optional<String> ofUrls(
      Settings.Group<SourceKeys> source, Function<StorageUrl, String> part) {
    return Stream.of(STORAGE_ACCOUNT_URL, SAS_TOKEN, CONNECTION_STRING)
        .flatMap(
            key -> {
              try {
                return source.get(key).flatMap(text -> url(key, text)).stream();
              } catch (IllegalArgumentException e) {
                return Stream.empty();
              }
            })
        .map(part)
        .filter(Objects::nonNull)
        .findFirst();
  }
}
