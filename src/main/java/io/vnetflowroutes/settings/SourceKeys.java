package io.vnetflowroutes.settings;

import io.vnetflowroutes.config.GroupKey;
import io.vnetflowroutes.config.KeyGroup;
import io.vnetflowroutes.config.Kind;
import io.vnetflowroutes.source.AzureAccount.Credential;
import java.nio.file.Path;
import java.util.Optional;

/** The keys of a source, in the order of the reference. */
public final class SourceKeys {

  /** The sources. */
  public static final KeyGroup<SourceKeys> GROUP = new KeyGroup<>("flowlogs.source");

  public static final GroupKey<SourceKeys, Optional<String>> STORAGE_ACCOUNT_URL =
      GROUP.optional(
          "storage-account-url",
          Kind.URL,
          "https://account.blob.core.windows.net",
          "The URL of the storage account's blob endpoint, or of a container in it.",
          "Give the full URL, with the cloud's suffix. A private endpoint has the same name.");

  public static final GroupKey<SourceKeys, Optional<String>> CONTAINER =
      GROUP.optional(
          "container",
          Kind.TEXT,
          "insights-logs-flowlogflowevent",
          "The container, if it is not Azure's: insights-logs-flowlogflowevent, or, with "
              + "network-security-group, insights-logs-networksecuritygroupflowevent.");

  public static final GroupKey<SourceKeys, Optional<Path>> DIRECTORY =
      GROUP.optional(
          "directory",
          Kind.PATH,
          "/srv/flow-logs",
          "Instead of a storage account: a directory laid out like the container.");

  public static final GroupKey<SourceKeys, String> SUBSCRIPTION_ID =
      GROUP.key("subscription-id", Kind.TEXT, "*", "The subscription of the logged resource.");

  public static final GroupKey<SourceKeys, String> REGION =
      GROUP.key("region", Kind.TEXT, "*", "The region of the virtual network.");

  public static final GroupKey<SourceKeys, String> VIRTUAL_NETWORK =
      GROUP.key("virtual-network", Kind.TEXT, "*", "The virtual network's name.");

  public static final GroupKey<SourceKeys, String> RESOURCE_GROUP =
      GROUP.key(
          "resource-group",
          Kind.TEXT,
          "*",
          "The resource group of the virtual network, or of the network security group.");

  public static final GroupKey<SourceKeys, Optional<String>> FLOW_LOG =
      GROUP.optional(
          "flow-log",
          Kind.TEXT,
          "*",
          "The flow log's name, if it is not Azure's default; * selects all flow logs.",
          "Azure's default is {virtual network}-{resource group}-flowlog. Set either this key or "
              + "region, virtual-network and resource-group.");

  public static final GroupKey<SourceKeys, Optional<String>> NETWORK_SECURITY_GROUP =
      GROUP.optional(
          "network-security-group",
          Kind.TEXT,
          "*",
          "For NSG flow logs: the name of the network security group; * selects all groups.");

  public static final GroupKey<SourceKeys, Optional<Credential>> CREDENTIAL =
      GROUP.optional(
          "credential",
          Kind.choice(Credential.class),
          "client-secret",
          "How to authenticate; by default, the keys below decide.");

  public static final GroupKey<SourceKeys, Optional<String>> TENANT_ID =
      GROUP.optional(
          "tenant-id", Kind.TEXT, "00000000-0000-0000-0000-000000000000", "The Entra ID tenant.");

  public static final GroupKey<SourceKeys, Optional<String>> CLIENT_ID =
      GROUP.optional(
          "client-id",
          Kind.TEXT,
          "00000000-0000-0000-0000-000000000000",
          "The client id of the application or of the managed identity.");

  public static final GroupKey<SourceKeys, Optional<String>> CLIENT_SECRET =
      GROUP.secret("client-secret", "The application's client secret (its value).");

  public static final GroupKey<SourceKeys, Optional<Path>> CLIENT_CERTIFICATE =
      GROUP.optional(
          "client-certificate",
          Kind.PATH,
          "/etc/flowlogs/client.pem",
          "A certificate file, PEM or PFX.");

  public static final GroupKey<SourceKeys, Optional<String>> CLIENT_CERTIFICATE_PASSWORD =
      GROUP.secret("client-certificate-password", "The password of a PFX file.");

  public static final GroupKey<SourceKeys, Optional<String>> AUTHORITY_HOST =
      GROUP.optional(
          "authority-host",
          Kind.URL,
          "https://login.microsoftonline.us",
          "The Entra ID endpoint that issues tokens, for clouds other than the public one.");

  public static final GroupKey<SourceKeys, Optional<String>> ACCOUNT_KEY =
      GROUP.secret("account-key", "A key of the storage account.");

  public static final GroupKey<SourceKeys, Optional<String>> SAS_TOKEN =
      GROUP.secret(
          "sas-token", "A SAS token with the permissions read and list, or the full SAS URL.");

  public static final GroupKey<SourceKeys, Optional<String>> CONNECTION_STRING =
      GROUP.secret(
          "connection-string",
          "A connection string with a key or a SAS token; it replaces the URL and both of "
              + "these keys.");

  private SourceKeys() {}
}
