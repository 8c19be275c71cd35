package io.vnetflowroutes.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The user's certificate authorities, trusted in addition to those that Java trusts, which are the
 * public ones unless {@code -Djavax.net.ssl.trustStore} says otherwise. The main thread adds them
 * before anything connects; then any thread may ask for them.
 */
public final class Authorities {

  private static volatile X509TrustManager trusted;

  private Authorities() {}

  /**
   * Trusts the authorities of a PEM file as well, in everything in this JVM that does not bring a
   * trust store of its own.
   *
   * @throws IOException if the file cannot be read
   * @throws GeneralSecurityException if it holds something else than certificates
   */
  public static void use(Path pem) throws IOException, GeneralSecurityException {
    KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
    all.load(null, null);
    int number = 0;
    for (X509Certificate publicOne : trustManager(null).getAcceptedIssuers()) {
      all.setCertificateEntry("java-" + number++, publicOne);
    }
    for (Certificate own : certificates(pem)) {
      all.setCertificateEntry("own-" + number++, own);
    }
    X509TrustManager manager = trustManager(all);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {manager}, null);
    SSLContext.setDefault(context);
    trusted = manager;
  }

  /** Who decides whom to trust, if authorities were added; else it is as Java has it. */
  public static Optional<X509TrustManager> added() {
    return Optional.ofNullable(trusted);
  }

  /** The certificates of a PEM file; at least one. */
  public static Collection<? extends Certificate> certificates(Path pem)
      throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(pem)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new CertificateException("it holds none");
      }
      return found;
    }
  }

  private static X509TrustManager trustManager(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("Java has no trust manager for certificates");
  }
}
