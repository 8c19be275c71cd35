package io.vnetflowroutes.reference;

import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.Keys;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.SourceKeys;

/** The reference page of all keys, made from their declarations. */
public final class ReferencePage {

  private ReferencePage() {}

  /** The page, in Markdown. */
  public static String of(Keys keys) {
    StringBuilder page =
        new StringBuilder(
            """
            # Settings

            Every key of `application.properties`, as `./flowlogs settings` prints it. `*` stands for a name of
            your own, in lower-case letters, digits and dashes. Each key can also come from the environment
            (`FLOWLOGS_SOURCE_PROD_CLIENT_SECRET` for `flowlogs.source.prod.client-secret`) and from
            `--set key=value`; the command line wins over the environment, the environment over the file.

            `./flowlogs settings KEY` tells of one key alone. `application.properties` as it is shipped holds every key
            with its comment; `./flowlogs settings --file` writes it.
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
                  key.defaultValue() == null || key.defaultValue().isEmpty()
                      ? ""
                      : '`' + key.defaultValue() + '`',
                  (key.meaning() + ' ' + key.why()).trim()));
    }
    return page.toString();
  }

  private static String section(Key<?> key) {
    return SourceKeys.GROUP.holds(key)
        ? "Sources"
        : DestinationKeys.GROUP.holds(key) ? "Destinations" : "The whole program";
  }
}
