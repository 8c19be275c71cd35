package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that the Entra ID server and Azurite together take the SDK's ways to sign in. */
final class EntraServerIT {
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final String CLIENT = "66666666-7777-8888-9999-000000000000";
  private static final String SECRET = "a~secret.Value";

  @TempDir Path dir;

  @Test
  void tokenOfEntraOpensAzurite() {
    TlsIdentity tls = TlsIdentity.create(dir);
    try (Azurite azurite = Azurite.startTls(dir, tls);
        EntraServer entra = EntraServer.start(tls, TENANT, CLIENT, SECRET)) {
      azurite.container(Azurite.FLOW_LOG_CONTAINER);

      TokenCredential bySecret = secret(entra, tls, TENANT, CLIENT, SECRET);
      BlobServiceClient account = account(azurite, tls, bySecret);
      assertThat(account.listBlobContainers()).hasSize(1);
      assertThat(account.listBlobContainers()).hasSize(1);
      assertThat(entra.tokensIssued()).isEqualTo(1);

      TokenCredential byCertificate =
          new ClientCertificateCredentialBuilder()
              .pemCertificate(tls.keyAndCertificate().toString())
              .tenantId(TENANT)
              .clientId(CLIENT)
              .authorityHost(entra.authorityHost())
              .disableInstanceDiscovery()
              .httpClient(tls.httpClient())
              .build();
      assertThat(account(azurite, tls, byCertificate).listBlobContainers()).hasSize(1);
      assertThat(entra.tokensIssued()).isEqualTo(2);
    }
  }

  @Test
  void workloadIdentityGetsATokenToo() throws IOException {
    TlsIdentity tls = TlsIdentity.create(dir);
    Path token = Files.writeString(dir.resolve("token"), "a.b.c");
    SSLSocketFactory before = HttpsURLConnection.getDefaultSSLSocketFactory();
    // The credential asks with an HttpsURLConnection of its own, not with the client it is given.
    HttpsURLConnection.setDefaultSSLSocketFactory(tls.clientContext().getSocketFactory());
    try (Azurite azurite = Azurite.startTls(dir, tls);
        EntraServer entra = EntraServer.start(tls, TENANT, CLIENT, SECRET)) {
      TokenCredential byWorkload =
          new WorkloadIdentityCredentialBuilder()
              .tokenFilePath(token.toString())
              .tenantId(TENANT)
              .clientId(CLIENT)
              .authorityHost(entra.authorityHost())
              .disableInstanceDiscovery()
              .build();
      assertThat(account(azurite, tls, byWorkload).listBlobContainers()).isEmpty();
      assertThat(entra.forms().get(0)).containsEntry("client_assertion", "a.b.c");
      assertThat(entra.tokensIssued()).isEqualTo(1);
    } finally {
      HttpsURLConnection.setDefaultSSLSocketFactory(before);
    }
  }

  @Test
  void entraRefusesInItsOwnWords() {
    TlsIdentity tls = TlsIdentity.create(dir);
    try (Azurite azurite = Azurite.startTls(dir, tls);
        EntraServer entra = EntraServer.start(tls, TENANT, CLIENT, SECRET)) {
      assertRefused(azurite, tls, secret(entra, tls, TENANT, CLIENT, "wrong"), "AADSTS7000215");
      assertRefused(azurite, tls, secret(entra, tls, TENANT, "nobody", SECRET), "AADSTS700016");
      assertRefused(azurite, tls, secret(entra, tls, "nowhere", CLIENT, SECRET), "AADSTS90002");
      entra.secretExpired(true);
      assertRefused(azurite, tls, secret(entra, tls, TENANT, CLIENT, SECRET), "AADSTS7000222");
      entra.secretExpired(false);
      assertThat(entra.tokensIssued()).isZero();

      entra.tokenLifetime(Duration.ofMinutes(-10));
      BlobServiceClient late = account(azurite, tls, secret(entra, tls, TENANT, CLIENT, SECRET));
      assertThatThrownBy(() -> late.listBlobContainers().stream().count())
          .hasStackTraceContaining("403");
    }
  }

  private static void assertRefused(
      Azurite azurite, TlsIdentity tls, TokenCredential credential, String code) {
    BlobServiceClient account = account(azurite, tls, credential);
    assertThatThrownBy(() -> account.listBlobContainers().stream().count())
        .hasStackTraceContaining(code + ": ");
  }

  private static TokenCredential secret(
      EntraServer entra, TlsIdentity tls, String tenant, String client, String secret) {
    return new ClientSecretCredentialBuilder()
        .tenantId(tenant)
        .clientId(client)
        .clientSecret(secret)
        .authorityHost(entra.authorityHost())
        .disableInstanceDiscovery()
        .httpClient(tls.httpClient())
        .build();
  }

  private static BlobServiceClient account(
      Azurite azurite, TlsIdentity tls, TokenCredential credential) {
    return new BlobServiceClientBuilder()
        .endpoint(azurite.accountUrl())
        .credential(credential)
        .httpClient(tls.httpClient())
        .buildClient();
  }
}
