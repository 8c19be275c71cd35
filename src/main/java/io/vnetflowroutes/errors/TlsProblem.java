package io.vnetflowroutes.errors;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why no TLS connection came about if the reason is not the authority that signed the certificate.
 * JSSE and HTTP clients have types for few of the reasons, and texts for the others.
 */
public final class TlsProblem {

  private record Known(Pattern text, String sentence) {}

  private static final List<Known> KNOWN =
      List.of(
          known(
              "Unsupported or unrecognized SSL message|not an SSL/TLS record|plaintext connection",
              "it does not speak TLS at this port; use the port for TLS, or a URL without TLS"),
          known(
              "protocol_version|selected protocol version|No appropriate protocol",
              "it speaks no version of TLS that the program does, which are 1.2 and 1.3"),
          known(
              "alert: (certificate_required|bad_certificate|unknown_ca|certificate_unknown"
                  + "|access_denied)",
              "it wants a certificate of the program, or does not accept the one it got"),
          known(
              "handshake_failure|insufficient_security|no cipher suites in common",
              "it has no cipher in common with the program, or wants a certificate of the program"),
          known(
              "unrecognized_name|No name matching|[Nn]o subject alternative|doesn't match any of the"
                  + " subject alternative names|doesn't match common name",
              "its certificate is for another host; check the host, and what is in front of it"),
          known(
              "terminated the handshake|Connection reset|closed during handshake|EOF",
              "it ended the connection during the handshake; check that TLS is spoken at this port"));

  private TlsProblem() {}

  private static Known known(String text, String sentence) {
    return new Known(Pattern.compile(text), sentence);
  }

  /** A sentence; empty if the authority may be the reason, or nobody knows it. */
  public static Optional<String> otherThanTrust(Throwable error) {
    if (Causes.has(error, CertificateExpiredException.class)) {
      return Optional.of("its certificate has expired; renew it, or set the clock of this machine");
    }
    if (Causes.has(error, CertificateNotYetValidException.class)) {
      return Optional.of("its certificate is not valid yet; set the clock of this machine");
    }
    return Causes.of(error)
        .map(cause -> String.valueOf(cause.getMessage()))
        .flatMap(text -> KNOWN.stream().filter(known -> known.text().matcher(text).find()))
        .map(Known::sentence)
        .findFirst();
  }
}
