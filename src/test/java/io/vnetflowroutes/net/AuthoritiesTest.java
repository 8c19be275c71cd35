package io.vnetflowroutes.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.it.TlsIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that authorities of one's own come to the public ones, which stay. */
class AuthoritiesTest {

  @TempDir private Path folder;

  @Test
  void whatAFileHoldsIsTrustedBesidesThePublicOnes() throws Exception {
    SSLContext before = SSLContext.getDefault();
    TrustManagerFactory javas =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    javas.init((java.security.KeyStore) null);
    X509Certificate[] publicOnes =
        ((X509TrustManager) javas.getTrustManagers()[0]).getAcceptedIssuers();
    TlsIdentity tls = TlsIdentity.create(folder);
    TlsIdentity other = TlsIdentity.create(Files.createDirectory(folder.resolve("other")));
    Path both = folder.resolve("both.pem");
    Files.writeString(
        both,
        "# ours\n"
            + Files.readString(tls.certificate())
            + "\n# theirs\n"
            + Files.readString(other.certificate()));
    try {
      Authorities.use(both);
      assertThat(Authorities.added().orElseThrow().getAcceptedIssuers())
          .hasSize(publicOnes.length + 2)
          .containsAll(Arrays.asList(publicOnes));
    } finally {
      SSLContext.setDefault(before);
    }
  }

  @Test
  void whatHoldsNoCertificateIsRefused() throws Exception {
    TlsIdentity tls = TlsIdentity.create(folder);
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    for (Path file : new Path[] {tls.key(), tls.keyStore(), empty}) {
      assertThatThrownBy(() -> Authorities.certificates(file))
          .as(file.toString())
          .isInstanceOf(CertificateException.class);
    }
  }
}
