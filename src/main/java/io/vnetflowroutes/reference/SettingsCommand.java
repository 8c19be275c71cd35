package io.vnetflowroutes.reference;

import io.vnetflowroutes.camel.Configuration;
import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.Keys;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.terminal.Verb;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verb {@code settings}: prints all keys, or one. */
@Command(
    name = "settings",
    description = {
      "Explain a key, or print the reference of all keys.",
      "",
      "Give the full key, or its end: flowlogs.delay and delay are the same."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the key or the reference was printed", "2:there is no such key"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  flowlogs settings delay",
      "  flowlogs settings flowlogs.destination.lake.framing",
      "  flowlogs settings > docs/settings.md",
      "  flowlogs settings --file > application.properties"
    })
public final class SettingsCommand implements Verb {

  @Parameters(arity = "0..1", paramLabel = "KEY", description = "The key to explain.")
  private String key;

  @Option(
      names = "--file",
      description = "Print a configuration file for the sample data, with every key as a comment.")
  private boolean file;

  @Override
  public String refusal() {
    return "There is no such key:";
  }

  @Override
  public Integer call() {
    Keys keys = Configuration.keys();
    if (key == null) {
      System.out.print(file ? ShippedFile.text() : ReferencePage.of(keys));
      return 0;
    }
    List<Key<?>> meant = keys.meantBy(key);
    if (meant.isEmpty()) {
      throw new UserError(
          "%s is not a known key; %s"
              .formatted(
                  key,
                  keys.nearest(key)
                      .map("did you mean %s?"::formatted)
                      .orElse("'flowlogs settings' lists all")));
    }
    System.out.print(meant.stream().map(Explanation::of).collect(Collectors.joining("\n")));
    return 0;
  }
}
