package io.vnetflowroutes.reference;

import io.vnetflowroutes.config.Choice;
import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.Keys;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.SourceKeys;
import java.util.ArrayList;
import java.util.List;

/** The reference page of all keys, made from their declarations. */
public final class ReferencePage {

  private ReferencePage() {}

  /** The page, in Markdown. */
  public static String of(Keys keys) {
    StringBuilder page =
        new StringBuilder(
            """
            # Settings

            This page lists every key of `application.properties`; `./flowlogs settings` prints it. `*` stands for a name of your own,
            in lower-case letters, digits and dashes. You can also set each key in the environment
            (`FLOWLOGS_SOURCE_PROD_CLIENT_SECRET` for `flowlogs.source.prod.client-secret`) and with `--set key=value`. The command
            line takes precedence over the environment, the environment over the file.

            `./flowlogs settings KEY` explains one key. The shipped `application.properties` holds every key with its comment;
            `./flowlogs settings --file` prints it.
            """);
    String section = "";
    for (Key<?> key : keys.all()) {
      if (!section.equals(section(key))) {
        section = section(key);
        page.append("\n## ").append(section).append("\n\n");
        page.append("| key | value | default | meaning |\n|---|---|---|---|\n");
      }
      page.append(
          "| `%s` | %s | %s | %s |%n"
              .formatted(
                  key.name(),
                  key.secret() ? key.kind().allowed() + " (secret)" : key.kind().allowed(),
                  defaults(key),
                  (key.meaning() + ' ' + key.why()).trim()));
    }
    return page.toString();
  }

  private static String defaults(Key<?> key) {
    List<String> defaults = new ArrayList<>();
    if (key.defaultValue() != null && !key.defaultValue().isEmpty()) {
      defaults.add('`' + key.defaultValue() + '`');
    }
    key.choice()
        .map(Choice::byDefault)
        .ifPresent(
            all ->
                all.forEach((value, when) -> defaults.add("`%s` with %s".formatted(value, when))));
    return String.join("; ", defaults);
  }

  private static String section(Key<?> key) {
    return SourceKeys.GROUP.holds(key)
        ? "Sources"
        : DestinationKeys.GROUP.holds(key) ? "Destinations" : "The whole program";
  }
}
