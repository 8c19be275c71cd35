package io.vnetflowroutes.reference;

import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.SourceKeys;
import java.util.List;
import java.util.Set;
import org.apache.commons.text.WordUtils;

/**
 * The configuration file that is shipped, made from the declarations of the keys: what is in force
 * forwards the sample data, and every other key stands there as a comment with its default.
 */
public final class ShippedFile {

  private static final int WIDTH = 100;

  /** What is in force. */
  private static final String SAMPLE =
      """
      %s = sample
      # All of the sample. With an account of yours take this line out, to begin 24 hours back.
      %s = beginning
      """
          .formatted(SourceKeys.DIRECTORY.of("sample"), ProgramKeys.START);

  private static final String LAKE =
      """
      %s = file:out
      %s = lake
      %s = lake
      """
          .formatted(DestinationKeys.URI.of("lake"), ProgramKeys.ALLOW, ProgramKeys.DENY);

  private static final Set<Key<?>> SET_ABOVE =
      Set.of(ProgramKeys.START, ProgramKeys.ALLOW, ProgramKeys.DENY);

  private static final List<Section> SECTIONS =
      List.of(
          new Section(
              SourceKeys.GROUP.all(),
              "prod",
              SAMPLE,
              "Where flow logs come from. Any number of sources, each with a name of its own, here"
                  + " 'sample' and 'prod'. Put your storage account in place of the sample."),
          new Section(
              DestinationKeys.GROUP.all(),
              "siem",
              LAKE,
              "Where flows go. Any number of destinations, each with a name of its own, here 'lake'"
                  + " and 'siem'; allow and deny say which of them take allowed and denied flows."),
          new Section(ProgramKeys.all(), "office", "", "The whole program."));

  /** Keys of Camel itself, which are not declared here. */
  private static final String OF_CAMEL =
      """

      # Route files of your own, beside the shipped ones: docs/routes.md.
      #camel.main.routesIncludePattern = file:my-routes/*.camel.yaml

      # The page, health and metrics, for this machine only: http://127.0.0.1:9876/, /observe/health and /observe/metrics.
      camel.management.enabled = true
      camel.management.host = 127.0.0.1
      camel.management.port = 9876
      """;

  private ShippedFile() {}

  /**
   * @param name what stands for the name that the user gives
   * @param inForce the lines in force, which stand behind the heading
   */
  private record Section(List<Key<?>> keys, String name, String inForce, String heading) {}

  /** The file. */
  public static String text() {
    StringBuilder file =
        new StringBuilder(
            """
            # The configuration of VNet Flow Routes. It runs as it is, on the sample data, with no cloud account.
            # A line with a # in front is not in force; it shows the default, or an example.
            # Whether all is right tells: ./flowlogs check
            # Written by: ./flowlogs settings --file
            """);
    for (Section section : SECTIONS) {
      file.append('\n').append("#".repeat(WIDTH)).append('\n');
      comment(file, section.heading());
      file.append('\n').append(section.inForce());
      section.keys().stream()
          .filter(key -> !SET_ABOVE.contains(key))
          .forEach(key -> key(file, key, section.name()));
    }
    return file.append(OF_CAMEL).toString();
  }

  private static void key(StringBuilder file, Key<?> key, String name) {
    String whole = key.of(name).replace("*", "Authorization");
    file.append('\n');
    comment(file, (key.meaning() + ' ' + key.why()).trim());
    if (key.secret()) {
      comment(file, "Best set in the environment, as " + Key.variable(whole) + ".");
    }
    String value = key.defaultValue() == null ? key.example() : key.defaultValue();
    file.append('#').append(whole).append(" = ").append(value).append('\n');
  }

  private static void comment(StringBuilder file, String text) {
    file.append("# ").append(WordUtils.wrap(text, WIDTH, "\n# ", false)).append('\n');
  }
}
