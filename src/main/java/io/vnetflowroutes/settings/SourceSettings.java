package io.vnetflowroutes.settings;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.source.AzureAccount;
import io.vnetflowroutes.source.AzureAccount.Credential;
import io.vnetflowroutes.source.AzureContainer;
import io.vnetflowroutes.source.AzureService;
import io.vnetflowroutes.source.ConnectionString;
import io.vnetflowroutes.source.Container;
import io.vnetflowroutes.source.DirectoryContainer;
import io.vnetflowroutes.source.FlowLogSelection;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.source.SourceListener;
import io.vnetflowroutes.source.StorageUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes sources out of their settings, and says what a source lacks. */
public final class SourceSettings {

  /** For each way to authenticate the keys it needs; those of Entra ID need the URL besides. */
  private static final Map<Credential, List<String>> NEEDED =
      Map.of(
          Credential.CLIENT_SECRET, List.of("tenant-id", "client-id", "client-secret"),
          Credential.CLIENT_CERTIFICATE, List.of("tenant-id", "client-id", "client-certificate"),
          Credential.MANAGED_IDENTITY, List.of(),
          Credential.WORKLOAD_IDENTITY, List.of(),
          Credential.DEFAULT, List.of(),
          Credential.SHARED_KEY, List.of("account-key"),
          Credential.SAS, List.of("sas-token"),
          Credential.CONNECTION_STRING, List.of("connection-string"));

  private static final String NSG = "network-security-group";

  private SourceSettings() {}

  /** The words for ways to authenticate. */
  public static List<String> credentials() {
    return Arrays.stream(Credential.values()).map(SourceSettings::word).toList();
  }

  /** What is wrong with the sources; one sentence each. */
  public static List<String> problems(Settings settings) {
    List<Settings.Group> sources = settings.groups("flowlogs.source");
    return sources.isEmpty()
        ? List.of(
            "There is no source; set flowlogs.source.NAME.storage-account-url or"
                + " flowlogs.source.NAME.directory")
        : sources.stream().flatMap(source -> problems(source).stream()).toList();
  }

  private static List<String> problems(Settings.Group source) {
    List<String> problems = new ArrayList<>();
    boolean directory = source.text("directory").isPresent();
    boolean account =
        source.text("storage-account-url").isPresent()
            || source.text("connection-string").isPresent()
            || source.text("sas-token").filter(StorageUrl::isUrl).isPresent();
    if (directory == account) {
      problems.add(
          directory
              ? "%s and %s exclude each other; set one of them"
                  .formatted(source.key("directory"), source.key("storage-account-url"))
              : "%s is missing; a source needs it, or %s, or %s"
                  .formatted(
                      source.key("storage-account-url"),
                      source.key("connection-string"),
                      source.key("directory")));
    } else if (directory) {
      Path path = Path.of(source.text("directory").orElseThrow());
      if (!Files.isDirectory(path)) {
        problems.add(
            "%s is '%s', but there is no such directory".formatted(source.key("directory"), path));
      }
    } else {
      credentialProblems(source, problems);
    }
    selectionProblems(source, problems);
    return problems;
  }

  private static void credentialProblems(Settings.Group source, List<String> problems) {
    Credential credential;
    try {
      credential = credential(source);
    } catch (IllegalArgumentException e) {
      return;
    }
    for (String key : NEEDED.get(credential)) {
      if (source.text(key).isEmpty()) {
        problems.add(
            "%s is missing; the credential %s needs it"
                .formatted(source.key(key), word(credential)));
      }
    }
    if (credential != Credential.CONNECTION_STRING
        && source.text("storage-account-url").isEmpty()
        && source.text("sas-token").filter(StorageUrl::isUrl).isEmpty()) {
      problems.add("%s is missing".formatted(source.key("storage-account-url")));
    }
    source
        .text("client-certificate")
        .filter(file -> !Files.isReadable(Path.of(file)))
        .ifPresent(
            file ->
                problems.add(
                    "%s is '%s', but there is no such readable file"
                        .formatted(source.key("client-certificate"), file)));
    combinationProblems(source, credential, problems);
  }

  /** What the Azure SDK itself refuses, though each value is of its kind. */
  private static void combinationProblems(
      Settings.Group source, Credential credential, List<String> problems) {
    for (String key : List.of("authority-host", "storage-account-url")) {
      if (credential.usesEntra()
          && source.text(key).orElse("").toLowerCase(Locale.ROOT).startsWith("http:")) {
        problems.add(
            "%s must be https, as a token would be readable on its way".formatted(source.key(key)));
      }
    }
    if (credential == Credential.SHARED_KEY
        && source.text("account-key").filter(key -> !StorageUrl.isKey(key)).isPresent()) {
      problems.add(
          "%s is not Base64 text, as an account key is; copy it anew, whole, from the portal"
              .formatted(source.key("account-key")));
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
                    word(credential),
                    source.name(),
                    credential == Credential.WORKLOAD_IDENTITY
                        ? "it needs AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_FEDERATED_TOKEN_FILE"
                            + " in the environment, as its webhook sets them"
                        : "check the form of its keys"));
      }
    }
  }

  /** What is wrong with the texts that tell the account, as the portal shows several. */
  private static List<String> addressProblems(Settings.Group source, Credential credential) {
    List<String> problems = new ArrayList<>();
    List<StorageUrl> urls = new ArrayList<>();
    for (String key : List.of("storage-account-url", "sas-token", "connection-string")) {
      boolean used =
          key.equals("connection-string")
              ? credential == Credential.CONNECTION_STRING
              : !key.equals("sas-token") || credential == Credential.SAS;
      try {
        source.text(key).filter(text -> used).flatMap(text -> url(key, text)).ifPresent(urls::add);
      } catch (IllegalArgumentException e) {
        problems.add("%s cannot be used: %s".formatted(source.key(key), e.getMessage()));
      }
    }
    if (source.text("storage-account-url").isPresent()
        && !urls.isEmpty()
        && urls.get(0).sas() != null) {
      problems.add(
          "%s holds a SAS token, which would be printed; set %s to what follows the question mark"
              .formatted(source.key("storage-account-url"), source.key("sas-token")));
    }
    source.text("container").ifPresent(name -> urls.add(new StorageUrl(null, name, null)));
    differences(source, urls, problems);
    return problems;
  }

  private static Optional<StorageUrl> url(String key, String text) {
    if (key.equals("connection-string")) {
      ConnectionString parts = ConnectionString.of(text);
      return Optional.of(new StorageUrl(parts.endpoint(), parts.container(), null));
    }
    if (key.equals("storage-account-url") || StorageUrl.isUrl(text)) {
      return Optional.of(StorageUrl.of(text));
    }
    if (text.matches("(?is).*(AccountKey|SharedAccessSignature)=.*")) {
      throw new IllegalArgumentException(
          "it is a connection string; set connection-string to it instead");
    }
    return Optional.empty();
  }

  private static void differences(
      Settings.Group source, List<StorageUrl> urls, List<String> problems) {
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

  /** The way to authenticate: as set, otherwise as the keys that are there tell. */
  private static Credential credential(Settings.Group source) {
    String set = source.orNull("credential");
    if (set != null) {
      return Credential.valueOf(set.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
    for (Credential credential :
        List.of(
            Credential.CONNECTION_STRING,
            Credential.SHARED_KEY,
            Credential.SAS,
            Credential.CLIENT_CERTIFICATE,
            Credential.CLIENT_SECRET)) {
      List<String> needed = NEEDED.get(credential);
      if (source.text(needed.get(needed.size() - 1)).isPresent()) {
        return credential;
      }
    }
    return source.text("tenant-id").isPresent() ? Credential.CLIENT_SECRET : Credential.DEFAULT;
  }

  private static String word(Credential credential) {
    return credential.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The storage account of a source that has one, with its credential. */
  public static AzureAccount account(Settings.Group source) {
    Credential credential = credential(source);
    String secret =
        switch (credential) {
          case CLIENT_SECRET -> source.orNull("client-secret");
          case CLIENT_CERTIFICATE -> source.orNull("client-certificate-password");
          case SHARED_KEY -> source.orNull("account-key");
          case SAS -> source.orNull("sas-token");
          case CONNECTION_STRING -> source.orNull("connection-string");
          default -> null;
        };
    return new AzureAccount(
        source.orNull("storage-account-url"),
        credential,
        source.orNull("authority-host"),
        source.orNull("tenant-id"),
        source.orNull("client-id"),
        source.orNull("client-certificate"),
        secret);
  }

  /**
   * The source of a group.
   *
   * @param again reads the settings again; empty where they are wrong by now
   */
  public static Source source(
      Settings.Group group, Supplier<Optional<Settings>> again, SourceListener listener) {
    return new Source(group.name(), container(group, again, listener), selection(group), listener);
  }

  private static Container container(
      Settings.Group group, Supplier<Optional<Settings>> again, SourceListener listener) {
    if (group.text("directory").isPresent()) {
      return new DirectoryContainer(
          group.name(), Path.of(group.text("directory").orElseThrow()), listener);
    }
    return new AzureContainer(
        group.name(),
        new AzureService(account(group)),
        containerName(group),
        () -> again.get().flatMap(settings -> accountNow(group.name(), settings)));
  }

  /** The account of a source by settings that were read again; empty where it is none any more. */
  private static Optional<AzureAccount> accountNow(String source, Settings settings) {
    return settings.groups("flowlogs.source").stream()
        .filter(group -> group.name().equals(source) && group.text("directory").isEmpty())
        .map(SourceSettings::account)
        .findFirst();
  }

  /** Of a source in one of the two containers that Azure writes to, the other one. */
  public static Optional<Container> otherContainer(Settings.Group group) {
    if (group.text("directory").isPresent()) {
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

  static FlowLogSelection selection(Settings.Group source) {
    return new FlowLogSelection(
        source.text("subscription-id").orElseThrow(),
        source.text("region").orElseThrow(),
        source.text("virtual-network").orElseThrow(),
        source.text("resource-group").orElseThrow(),
        source.orNull("flow-log"),
        source.orNull("network-security-group"));
  }

  /** The container's name: as set, otherwise that of the flow logs that are selected. */
  public static String containerName(Settings.Group source) {
    boolean nsg = source.text(NSG).isPresent();
    return source
        .text("container")
        .or(() -> containerOfUrl(source))
        .orElse(nsg ? AzureContainer.NSG_FLOW_LOGS : AzureContainer.VNET_FLOW_LOGS);
  }

  /** The container that stands behind the account in a URL or connection string. */
  private static Optional<String> containerOfUrl(Settings.Group source) {
    return Stream.of("storage-account-url", "sas-token", "connection-string")
        .flatMap(
            key -> {
              try {
                return source.text(key).flatMap(text -> url(key, text)).stream();
              } catch (IllegalArgumentException e) {
                return Stream.empty();
              }
            })
        .map(StorageUrl::container)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** The two kinds of flow log lie in containers of their own, and have keys of their own. */
  private static void selectionProblems(Settings.Group source, List<String> problems) {
    boolean nsg = source.text(NSG).isPresent();
    boolean nsgContainer = containerName(source).equalsIgnoreCase(AzureContainer.NSG_FLOW_LOGS);
    if (nsg && containerName(source).equalsIgnoreCase(AzureContainer.VNET_FLOW_LOGS)) {
      problems.add(
          "%s is that of VNet flow logs, but %s selects NSG flow logs; leave one of them out"
              .formatted(source.key("container"), source.key(NSG)));
    }
    for (String key : List.of("region", "virtual-network", "flow-log")) {
      if (!source.text(key).orElse("*").equals("*") && (nsg || nsgContainer)) {
        problems.add(
            "%s selects VNet flow logs, but %s; make two sources of it to have both"
                .formatted(
                    source.key(key),
                    nsg
                        ? source.key(NSG) + " selects NSG flow logs"
                        : source.key("container") + " holds NSG flow logs"));
      }
    }
  }
}
