package io.vnetflowroutes.it;

import com.azure.core.http.HttpClient;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate for localhost, 127.0.0.1 and the made-up hosts of flowlogs.test with
 * its key, in the forms servers take.
 */
public final class TlsIdentity {
  private static final String PASSWORD = "changeit";
  private static final String ALIAS = "server";

  private final Path dir;

  private TlsIdentity(Path dir) {
    this.dir = dir;
  }

  /** Makes the key, the certificate and all their files in the folder. */
  public static TlsIdentity create(Path dir) {
    return create(dir, List.of());
  }

  /** The same for further hosts. */
  static TlsIdentity create(Path dir, Collection<String> hosts) {
    String more = hosts.stream().map(",dns:"::concat).collect(Collectors.joining());
    TlsIdentity identity = new TlsIdentity(dir);
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    ChildServer.complete(
        List.of(
            keytool,
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "RSA",
            "-keysize",
            "2048",
            "-validity",
            "30",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=dns:localhost,dns:*.flowlogs.test,ip:127.0.0.1" + more,
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            identity.keyStore().toString()),
        dir.resolve("keytool.log"));
    try {
      identity.writeOtherForms();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return identity;
  }

  /** The certificate as a PEM file. */
  public Path certificate() {
    return dir.resolve("certificate.pem");
  }

  /** The private key as a PEM file (PKCS 8, not encrypted). */
  public Path key() {
    return dir.resolve("key.pem");
  }

  /** Key and certificate in one PEM file, as an Entra ID client certificate is given. */
  public Path keyAndCertificate() {
    return dir.resolve("key-and-certificate.pem");
  }

  /** The PKCS 12 key store of a server. */
  public Path keyStore() {
    return dir.resolve("key-store.p12");
  }

  /** The PKCS 12 trust store of a client, for {@code -Djavax.net.ssl.trustStore}. */
  public Path trustStore() {
    return dir.resolve("trust-store.p12");
  }

  /** The key and the certificate in a PKCS 12 file with a password of its own. */
  public Path keyStore(String password) {
    Path file = dir.resolve("other.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      KeyStore from = load(keyStore());
      KeyStore to = KeyStore.getInstance("PKCS12");
      to.load(null, null);
      to.setKeyEntry(
          ALIAS,
          from.getKey(ALIAS, PASSWORD.toCharArray()),
          password.toCharArray(),
          from.getCertificateChain(ALIAS));
      to.store(out, password.toCharArray());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return file;
  }

  /** The password of both stores. */
  public String password() {
    return PASSWORD;
  }

  /** The JVM options of a client that trusts this certificate. */
  public List<String> trustOptions() {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + trustStore(),
        "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
        "-Djavax.net.ssl.trustStoreType=PKCS12");
  }

  /** The TLS context of a server in this JVM. */
  public SSLContext serverContext() {
    return context(
        () -> {
          KeyManagerFactory keys =
              KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
          keys.init(load(keyStore()), PASSWORD.toCharArray());
          SSLContext context = SSLContext.getInstance("TLS");
          context.init(keys.getKeyManagers(), null, null);
          return context;
        });
  }

  /** The TLS context of a client in this JVM that trusts this certificate alone. */
  public SSLContext clientContext() {
    return context(
        () -> {
          TrustManagerFactory trust =
              TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
          trust.init(load(trustStore()));
          SSLContext context = SSLContext.getInstance("TLS");
          context.init(null, trust.getTrustManagers(), null);
          return context;
        });
  }

  /** A client of the Azure SDK, in this JVM, that trusts this certificate alone. */
  public HttpClient httpClient() {
    try {
      SslContext context =
          SslContextBuilder.forClient().trustManager(certificate().toFile()).build();
      return new NettyAsyncHttpClientBuilder(
              reactor.netty.http.client.HttpClient.create()
                  .secure(connection -> connection.sslContext(context)))
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeOtherForms() throws IOException, GeneralSecurityException {
    KeyStore keys = load(keyStore());
    String certificate = pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
    String key = pem("PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
    Files.writeString(certificate(), certificate);
    Files.writeString(key(), key);
    Files.writeString(keyAndCertificate(), key + certificate);
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
    try (OutputStream out = Files.newOutputStream(trustStore())) {
      trust.store(out, PASSWORD.toCharArray());
    }
  }

  private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static SSLContext context(Callable<SSLContext> recipe) {
    try {
      return recipe.call();
    } catch (Exception e) {
      throw new IllegalStateException("The TLS files cannot be used", e);
    }
  }

  private static String pem(String kind, byte[] content) {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
  }
}
