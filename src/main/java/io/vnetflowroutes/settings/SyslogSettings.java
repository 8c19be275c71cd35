package io.vnetflowroutes.settings;

import static io.vnetflowroutes.settings.DestinationKeys.COMPRESSION;
import static io.vnetflowroutes.settings.DestinationKeys.FORMAT;
import static io.vnetflowroutes.settings.DestinationKeys.FRAMING;
import static io.vnetflowroutes.settings.DestinationKeys.URI;
import static io.vnetflowroutes.settings.DestinationKeys.URL;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.format.Syntax;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds mistakes in the settings of a destination of the type syslog. */
final class SyslogSettings {

  private static final Set<Syntax> SYNTAXES = Set.of(Syntax.JSON, Syntax.CEF);

  /** The options with which a message is confirmed. */
  private static final Pattern OF_THE_TYPE =
      Pattern.compile("[?&](sync|disconnect|encoders|decoders|clientInitializerFactory)=");

  private SyslogSettings() {}

  /** Adds the mistakes, one sentence each. */
  static void problems(Settings.Group<DestinationKeys> group, List<String> problems) {
    group
        .get(URL)
        .filter(url -> !url.matches("(?i)(tcp|tls)://[^/?#@]+:\\d+/?"))
        .ifPresent(
            url ->
                problems.add(
                    "%s is %s, but must be tcp://host:port or tls://host:port%s"
                        .formatted(group.key(URL), url, overUdp(url))));
    group
        .get(URI)
        .filter(uri -> !uri.startsWith("netty:tcp:"))
        .ifPresent(
            uri ->
                problems.add(
                    "%s must begin with netty:tcp://, as syslog has no other endpoint%s"
                        .formatted(group.key(URI), overUdp(uri.replaceFirst("netty:", "")))));
    group
        .get(URI)
        .filter(uri -> OF_THE_TYPE.matcher(uri).find())
        .ifPresent(
            uri ->
                problems.add(
                    "%s sets sync, disconnect, encoders or clientInitializerFactory, which syslog"
                            .formatted(group.key(URI))
                        + " sets itself; leave them out"));
    String framing = group.text(FRAMING);
    if (!framing.equals("octets") && !framing.equals("lines")) {
      problems.add(
          "%s is %s, but syslog takes octets or lines".formatted(group.key(FRAMING), framing));
    }
    String format = group.get(FORMAT);
    if (Formats.names().contains(format)
        && !SYNTAXES.contains(Formats.named(format).get().syntax())) {
      problems.add(
          "%s is %s, but syslog takes cef or a format of JSON"
              .formatted(group.key(FORMAT), format));
    }
    if (!group.get(COMPRESSION).orElse("none").equals("none")) {
      problems.add(
          "%s is %s, but syslog is not compressed; leave it out"
              .formatted(group.key(COMPRESSION), group.text(COMPRESSION)));
    }
  }

  private static String overUdp(String address) {
    return address.matches("(?i)udp:.*") ? ". UDP loses messages, and nobody can tell" : "";
  }
}
