package io.vnetflowroutes.endpoints;

import static io.vnetflowroutes.settings.DestinationKeys.COMPRESSION;
import static io.vnetflowroutes.settings.DestinationKeys.FORMAT;
import static io.vnetflowroutes.settings.DestinationKeys.URI;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.FormatChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Options of Camel's file component that do not fit files of flows. The user may set most options;
 * these would lose flows, mix files, or stop a destination forever.
 */
public final class FileOptions {

  /** The parts of an expression that stand for the name that the program gives. */
  private static final Pattern OWN_NAME = Pattern.compile("file:(?:only)?name|CamelFileName");

  private final String uri;
  private final String key;

  private FileOptions(Settings.Group<DestinationKeys> group) {
    this.uri = group.get(URI).orElse("");
    this.key = group.key(URI);
  }

  /** Adds a sentence for each option that a URI of files cannot have. */
  static void problems(Settings.Group<DestinationKeys> group, List<String> problems) {
    FileOptions options = new FileOptions(group);
    if (!options.isFile()) {
      return;
    }
    options
        .withoutName("fileName")
        .ifPresent(
            value ->
                problems.add(
                    "%s has fileName=%s, so all flows would go into one file; a file's name depends on the flows in it, so leave fileName out, or take ${file:name} into it"
                        .formatted(options.key, value)));
    options
        .withoutName("tempFileName")
        .ifPresent(
            value ->
                problems.add(
                    "%s has tempFileName=%s, so files that are written at a time would be one; leave it out, or take ${file:onlyname} into it"
                        .formatted(options.key, value)));
    if (options.is("autoCreate", "false") && !options.is("flatten", "true")) {
      problems.add(
          "%s has autoCreate=false, but each hour gets a new folder; leave it out"
              .formatted(options.key));
    }
    boolean bytes =
        FormatChoice.isWholeFile(group) || !group.get(COMPRESSION).orElse("none").equals("none");
    for (String text : List.of("charset", "appendChars")) {
      if (bytes && options.value(text).isPresent()) {
        problems.add(
            "%s has %s, which is for text, but %s; leave it out"
                .formatted(
                    options.key,
                    text,
                    FormatChoice.isWholeFile(group)
                        ? group.key(FORMAT) + " is " + group.get(FORMAT)
                        : group.key(COMPRESSION) + " is " + group.get(COMPRESSION).orElse("")));
      }
    }
  }

  /** A sentence for each option that a URI of files is better without. */
  public static List<String> warnings(Settings.Group<DestinationKeys> group) {
    FileOptions options = new FileOptions(group);
    List<String> warnings = new ArrayList<>();
    options
        .value("fileExist")
        .filter(value -> options.isFile())
        .ifPresent(
            value ->
                warnings.add(
                    "%s has fileExist=%s, so a file is no longer compared with one of its name: after a kill, flows may be there twice, or be missing; leave it out if nothing needs it"
                        .formatted(options.key, value)));
    return warnings;
  }

  private boolean isFile() {
    return uri.toLowerCase(Locale.ROOT).startsWith("file:");
  }

  private Optional<String> withoutName(String option) {
    return value(option).filter(value -> !OWN_NAME.matcher(value).find());
  }

  private boolean is(String option, String value) {
    return value(option).filter(value::equalsIgnoreCase).isPresent();
  }

  private Optional<String> value(String option) {
    return CamelUri.of(uri, text -> text).options().stream()
        .filter(each -> each.plainName().equals(option) && each.value() != null)
        .map(UriOption::value)
        .findFirst();
  }
}
