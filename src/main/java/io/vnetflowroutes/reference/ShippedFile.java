package io.vnetflowroutes.reference;

import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.Keys;
import java.util.List;
import java.util.Map;
import org.apache.commons.text.WordUtils;

/**
 * The configuration file that is shipped, made from the declarations of the keys: what is in force
 * forwards the sample data, and every other key stands there as a comment with its default.
 */
public final class ShippedFile {

  private static final int WIDTH = 100;

  /** What is in force; behind the heading of the section that it belongs to. */
  private static final Map<String, String> IN_FORCE =
      Map.of(
          "flowlogs.source.",
          """
          flowlogs.source.sample.directory = sample
          # All of the sample. With an account of yours take this line out, to begin 24 hours back.
          flowlogs.start = beginning
          """,
          "flowlogs.destination.",
          """
          flowlogs.destination.lake.uri = file:out
          flowlogs.allow = lake
          flowlogs.deny = lake
          """,
          "flowlogs.",
          "");

  private static final List<String> SECTIONS =
      List.of("flowlogs.source.", "flowlogs.destination.", "flowlogs.");

  private static final Map<String, String> HEADINGS =
      Map.of(
          "flowlogs.source.",
          "Where flow logs come from. Any number of sources, each with a name of its own, here 'sample'"
              + " and 'prod'. Put your storage account in place of the sample.",
          "flowlogs.destination.",
          "Where flows go. Any number of destinations, each with a name of its own, here 'lake' and"
              + " 'siem'; allow and deny say which of them take allowed and denied flows.",
          "flowlogs.",
          "The whole program.");

  /** Values to begin with, for keys without a default. */
  private static final Map<String, String> EXAMPLES =
      Map.ofEntries(
          Map.entry("storage-account-url", "https://account.blob.core.windows.net"),
          Map.entry("container", "insights-logs-flowlogflowevent"),
          Map.entry("directory", "/srv/flow-logs"),
          Map.entry("flow-log", "*"),
          Map.entry("network-security-group", "*"),
          Map.entry("credential", "client-secret"),
          Map.entry("tenant-id", "00000000-0000-0000-0000-000000000000"),
          Map.entry("client-id", "00000000-0000-0000-0000-000000000000"),
          Map.entry("client-certificate", "/etc/flowlogs/client.pem"),
          Map.entry("authority-host", "https://login.microsoftonline.us"),
          Map.entry("uri", "https://siem.example.com/ingest"),
          Map.entry("framing", "lines"),
          Map.entry("key", "src_ip"),
          Map.entry("trusted-certificates", "/etc/flowlogs/authorities.pem"),
          Map.entry("fields", "time, src_ip, dst_ip, *"),
          Map.entry("header.*", "..."));

  /** Keys of Camel itself, which are not declared here. */
  private static final String OF_CAMEL =
      """

      # Health and metrics, for this machine only: http://127.0.0.1:9876/observe/health and /observe/metrics.
      camel.management.enabled = true
      camel.management.host = 127.0.0.1
      camel.management.port = 9876
      """;

  private ShippedFile() {}

  /** The file. */
  public static String of(Keys keys) {
    StringBuilder file =
        new StringBuilder(
            """
            # The configuration of VNet Flow Routes. It runs as it is, on the sample data, with no cloud account.
            # A line with a # in front is not in force; it shows the default, or an example.
            # Whether all is right tells: ./flowlogs check
            # Written by: ./flowlogs settings --file
            """);
    for (String section : SECTIONS) {
      file.append('\n').append("#".repeat(WIDTH)).append('\n');
      comment(file, HEADINGS.get(section));
      file.append('\n').append(IN_FORCE.get(section));
      keys.all().stream()
          .filter(key -> section(key).equals(section))
          .filter(key -> !IN_FORCE.values().stream().anyMatch(set -> set.contains(key.name())))
          .forEach(key -> key(file, key));
    }
    return file.append(OF_CAMEL).toString();
  }

  private static String section(Key key) {
    return SECTIONS.stream().filter(key.name()::startsWith).findFirst().orElseThrow();
  }

  private static void key(StringBuilder file, Key key) {
    file.append('\n');
    comment(file, (key.meaning() + ' ' + key.why()).trim());
    if (key.secret()) {
      comment(file, "Best set in the environment, as " + variable(key) + ".");
    }
    file.append('#').append(example(key.name())).append(" = ").append(value(key)).append('\n');
  }

  private static void comment(StringBuilder file, String text) {
    file.append("# ").append(WordUtils.wrap(text, WIDTH, "\n# ", false)).append('\n');
  }

  private static String value(Key key) {
    return key.defaultValue() != null
        ? key.defaultValue()
        : EXAMPLES.getOrDefault(key.shortName(), "...");
  }

  private static String variable(Key key) {
    return Key.variable(example(key.name()));
  }

  private static String example(String name) {
    return name.replace("source.*", "source.prod")
        .replace("destination.*", "destination.siem")
        .replace("networks.*", "networks.office")
        .replace("header.*", "header.Authorization");
  }
}
