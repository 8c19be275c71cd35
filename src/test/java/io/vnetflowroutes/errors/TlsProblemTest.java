package io.vnetflowroutes.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.it.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves by real handshakes that each reason has its own sentence. */
class TlsProblemTest {

  private static final String[] ONLY_1_2 = {"TLSv1.2"};
  private static final String[] ONLY_1_3 = {"TLSv1.3"};

  @TempDir static Path dir;
  private static TlsIdentity tls;
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();

  /** What a server does with its first connection. */
  private interface Server {
    void serve(Socket connection) throws Exception;
  }

  @BeforeAll
  static void makeCertificate() {
    tls = TlsIdentity.create(dir);
  }

  @AfterAll
  static void stop() {
    THREADS.shutdownNow();
  }

  private static IOException handshake(
      ServerSocket listening, SSLContext client, String host, String[] versions, Server server)
      throws IOException {
    CountDownLatch failed = new CountDownLatch(1);
    try (listening) {
      THREADS.execute(
          () -> {
            try (Socket connection = listening.accept()) {
              server.serve(connection);
              failed.await();
            } catch (Exception e) {
              // The client's end is what is asked for.
            }
          });
      try (Socket plain = new Socket(listening.getInetAddress(), listening.getLocalPort());
          SSLSocket secure =
              (SSLSocket) client.getSocketFactory().createSocket(plain, host, 1, true)) {
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (versions != null) {
          parameters.setProtocols(versions);
        }
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        // TLS 1.3 tells the client only behind the handshake that it wants a certificate.
        int end = secure.getInputStream().read();
        throw new AssertionError("A connection came about, and brought " + end);
      } catch (IOException e) {
        return e;
      } finally {
        failed.countDown();
      }
    }
  }

  private static ServerSocket plain() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static SSLServerSocket secure() throws IOException {
    return (SSLServerSocket)
        tls.serverContext()
            .getServerSocketFactory()
            .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static void shakeHands(Socket connection) throws IOException {
    ((SSLSocket) connection).startHandshake();
  }

  private static String sentence(Throwable error) {
    return TlsProblem.otherThanTrust(error)
        .orElseThrow(() -> new AssertionError("It is taken for a matter of trust", error));
  }

  @Test
  void aPortWithoutTlsIsSaidToBeOne() throws IOException {
    Server web =
        connection ->
            connection
                .getOutputStream()
                .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    assertThat(sentence(handshake(plain(), tls.clientContext(), "localhost", null, web)))
        .startsWith("it does not speak TLS at this port");
  }

  @Test
  void aConnectionThatEndsInTheHandshakeIsSaidToDoSo() throws IOException {
    assertThat(sentence(handshake(plain(), tls.clientContext(), "localhost", null, Socket::close)))
        .startsWith("it ended the connection during the handshake");
  }

  @Test
  void anotherVersionOfTlsIsSaidToBeTheReason() throws IOException {
    SSLServerSocket listening = secure();
    listening.setEnabledProtocols(ONLY_1_2);
    assertThat(
            sentence(
                handshake(
                    listening,
                    tls.clientContext(),
                    "localhost",
                    ONLY_1_3,
                    TlsProblemTest::shakeHands)))
        .startsWith("it speaks no version of TLS");
  }

  @Test
  void aCertificateForAnotherHostIsSaidToBeOne() throws IOException {
    assertThat(
            sentence(
                handshake(
                    secure(),
                    tls.clientContext(),
                    "other.invalid",
                    null,
                    TlsProblemTest::shakeHands)))
        .startsWith("its certificate is for another host");
    assertThat(
            sentence(
                new SSLPeerUnverifiedException(
                    "Certificate for <a> doesn't match any of the subject alternative names: [b]")))
        .startsWith("its certificate is for another host");
  }

  @Test
  void aServerThatWantsACertificateIsSaidToDoSo() throws IOException {
    SSLServerSocket listening = secure();
    listening.setNeedClientAuth(true);
    assertThat(
            sentence(
                handshake(
                    listening,
                    tls.clientContext(),
                    "localhost",
                    ONLY_1_3,
                    TlsProblemTest::shakeHands)))
        .startsWith("it wants a certificate of the program");
  }

  @Test
  void onlyAnUnknownAuthorityIsAMatterOfTrust() throws Exception {
    IOException error =
        handshake(secure(), SSLContext.getDefault(), "localhost", null, TlsProblemTest::shakeHands);
    assertThat(error).isInstanceOf(SSLException.class);
    assertThat(TlsProblem.otherThanTrust(error)).isEmpty();
  }

  @Test
  void aCertificateThatIsNotValidNowIsSaidToBeSo() {
    SSLHandshakeException expired = new SSLHandshakeException("PKIX path validation failed");
    expired.initCause(new CertificateExpiredException("NotAfter: yesterday"));
    assertThat(sentence(expired)).startsWith("its certificate has expired");
    SSLHandshakeException early = new SSLHandshakeException("PKIX path validation failed");
    early.initCause(new CertificateNotYetValidException("NotBefore: tomorrow"));
    assertThat(sentence(early)).startsWith("its certificate is not valid yet");
  }
}
