package io.vnetflowroutes.source;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.identity.AzureAuthorityHosts;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import java.util.Set;

/**
 * A storage account and how to authenticate there. Fields that the credential does not need are
 * {@code null}.
 *
 * @param url the account's blob endpoint, whole, so that sovereign clouds and private endpoints
 *     work
 * @param credential the way to authenticate, which decides the other fields that it needs
 * @param authorityHost the host of Entra ID; {@code null} for that of the public cloud
 * @param secret the client secret, the certificate's password, the account key, the SAS token or
 *     the connection string
 */
public record AzureAccount(
    String url,
    Credential credential,
    String authorityHost,
    String tenantId,
    String clientId,
    String certificate,
    String secret) {

  /** The ways to authenticate, under their names in settings. */
  public enum Credential {
    CLIENT_SECRET,
    CLIENT_CERTIFICATE,
    MANAGED_IDENTITY,
    WORKLOAD_IDENTITY,
    DEFAULT,
    SHARED_KEY,
    SAS,
    CONNECTION_STRING;

    /** Whether it uses tokens of Entra ID. */
    public boolean usesEntra() {
      return this != SHARED_KEY && this != SAS && this != CONNECTION_STRING;
    }
  }

  private static final Set<String> KNOWN_AUTHORITIES =
      Set.of(
          AzureAuthorityHosts.AZURE_PUBLIC_CLOUD,
          AzureAuthorityHosts.AZURE_GOVERNMENT,
          AzureAuthorityHosts.AZURE_CHINA,
          "https://login.partner.microsoftonline.cn/");

  /** The same in every cloud (docs/azure-flow-log-format.md#accounts-and-clouds). */
  private static final String STORAGE_SCOPE = "https://storage.azure.com/.default";

  /** The request for a token that storage accounts accept. */
  static TokenRequestContext storageToken() {
    return new TokenRequestContext().addScopes(STORAGE_SCOPE);
  }

  /**
   * The credential that gets tokens of Entra ID.
   *
   * @param http asks for them
   */
  TokenCredential token(HttpClient http) {
    return switch (credential) {
      case CLIENT_SECRET -> clientSecret(http);
      case CLIENT_CERTIFICATE -> clientCertificate(http);
      case MANAGED_IDENTITY ->
          new ManagedIdentityCredentialBuilder().httpClient(http).clientId(clientId).build();
      case WORKLOAD_IDENTITY -> workloadIdentity(http);
      default -> defaultChain(http);
    };
  }

  private TokenCredential clientSecret(HttpClient http) {
    ClientSecretCredentialBuilder builder =
        new ClientSecretCredentialBuilder()
            .httpClient(http)
            .tenantId(tenantId)
            .clientId(clientId)
            .clientSecret(secret);
    if (authorityHost != null) {
      builder.authorityHost(authorityHost);
    }
    return (privateAuthority() ? builder.disableInstanceDiscovery() : builder).build();
  }

  private TokenCredential clientCertificate(HttpClient http) {
    ClientCertificateCredentialBuilder builder =
        new ClientCertificateCredentialBuilder()
            .httpClient(http)
            .tenantId(tenantId)
            .clientId(clientId);
    if (secret == null && !certificate.endsWith(".pfx") && !certificate.endsWith(".p12")) {
      builder.pemCertificate(certificate);
    } else {
      builder.pfxCertificate(certificate).clientCertificatePassword(secret);
    }
    if (authorityHost != null) {
      builder.authorityHost(authorityHost);
    }
    return (privateAuthority() ? builder.disableInstanceDiscovery() : builder).build();
  }

  private TokenCredential workloadIdentity(HttpClient http) {
    WorkloadIdentityCredentialBuilder builder =
        new WorkloadIdentityCredentialBuilder()
            .httpClient(http)
            .tenantId(tenantId)
            .clientId(clientId);
    if (authorityHost != null) {
      builder.authorityHost(authorityHost);
    }
    return (privateAuthority() ? builder.disableInstanceDiscovery() : builder).build();
  }

  private TokenCredential defaultChain(HttpClient http) {
    DefaultAzureCredentialBuilder builder =
        new DefaultAzureCredentialBuilder().httpClient(http).tenantId(tenantId);
    if (authorityHost != null) {
      builder.authorityHost(authorityHost);
    }
    return builder.managedIdentityClientId(clientId).workloadIdentityClientId(clientId).build();
  }

  /**
   * Whether the authority is not Microsoft's: discovery of authorities works only for Microsoft's
   * hosts.
   */
  private boolean privateAuthority() {
    return authorityHost != null
        && !KNOWN_AUTHORITIES.contains(
            authorityHost.endsWith("/") ? authorityHost : authorityHost + '/');
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return url + " (" + credential + ")";
  }
}
