package io.vnetflowroutes.check;

import io.vnetflowroutes.errors.TlsProblem;
import io.vnetflowroutes.settings.ProgramKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Checks the connection to a host: its name, its port, its certificate. It opens a connection and
 * closes it again, and sends nothing beyond what TLS needs.
 *
 * @param host a name or an address
 * @param port the TCP port
 * @param tls trusts certificates; {@code null} without TLS
 * @param advice what to look at when there is no way, to follow a semicolon
 */
public record ConnectionCheck(String host, int port, SSLContext tls, String advice) {

  private static final int PATIENCE_MILLIS = 10_000;

  /** Checks step by step, up to the first that fails; returns whether all passed. */
  public boolean check(CheckReporter subject) {
    return name(subject) && connect(subject);
  }

  /** Why the port refuses a connection; {@code null} if it does not. */
  String refusal() {
    try (Socket socket = open()) {
      return socket.isConnected() ? null : "it is not connected";
    } catch (IOException e) {
      return reason(e);
    }
  }

  private boolean name(CheckReporter subject) {
    try {
      String addresses =
          Arrays.stream(InetAddress.getAllByName(host))
              .map(InetAddress::getHostAddress)
              .distinct()
              .collect(Collectors.joining(", "));
      return addresses.equals(host)
          || subject.ok("dns", "The host '%s' has the address %s".formatted(host, addresses));
    } catch (UnknownHostException e) {
      return subject.fail("dns", "The host '%s' is not known; %s".formatted(host, advice));
    }
  }

  private boolean connect(CheckReporter subject) {
    try (Socket socket = open()) {
      subject.ok("connect", "%s answers at port %d".formatted(host, port));
      return tls == null || handshake(subject, socket);
    } catch (IOException e) {
      return subject.fail(
          "connect",
          "%s does not answer at port %d (%s); %s".formatted(host, port, reason(e), advice));
    }
  }

  private Socket open() throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private boolean handshake(CheckReporter subject, Socket socket) {
    try (SSLSocket secure =
        (SSLSocket) tls.getSocketFactory().createSocket(socket, host, port, true)) {
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      X509Certificate certificate = (X509Certificate) secure.getSession().getPeerCertificates()[0];
      Instant end = certificate.getNotAfter().toInstant();
      return subject.ok(
          "tls",
          "%s, and its certificate is trusted until %s"
              .formatted(secure.getSession().getProtocol(), end));
    } catch (IOException e) {
      return subject.fail(
          "tls",
          TlsProblem.otherThanTrust(e)
              .map(sentence -> "No TLS connection to %s: %s".formatted(host, sentence))
              .orElseGet(
                  () ->
                      "%s has no certificate that is trusted (%s); if it is of an authority of your own, or of a"
                              .formatted(host, reason(e))
                          + " proxy that inspects TLS, name that authority in "
                          + ProgramKeys.TRUSTED_CERTIFICATES));
    }
  }

  private static String reason(IOException e) {
    if (e instanceof UnknownHostException) {
      return "the name is not known";
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }
}
