package io.vnetflowroutes.endpoints;

import static io.vnetflowroutes.settings.DestinationKeys.LAYOUT;
import static io.vnetflowroutes.settings.DestinationKeys.MARKER;
import static io.vnetflowroutes.settings.DestinationKeys.URI;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.message.FolderLayout;
import io.vnetflowroutes.objects.ObjectStore;
import io.vnetflowroutes.receive.ReceiveSettings;
import io.vnetflowroutes.settings.DestinationKeys;
import java.util.List;
import java.util.Optional;

/** Reads the layout of folders of a destination's files and objects. */
public final class LayoutSettings {

  private LayoutSettings() {}

  /** The layout of a destination of files or objects; empty for any other. */
  public static Optional<FolderLayout> layout(Settings.Group<DestinationKeys> group) {
    String uri = group.get(URI).orElse("");
    if (!hasFolders(uri)) {
      return Optional.empty();
    }
    if (uri.matches(".*[?&]flatten=true(&.*)?")) {
      return Optional.of(FolderLayout.FLAT);
    }
    try {
      return group
          .get(LAYOUT)
          .map(text -> FolderLayout.of(text, group.name()))
          .or(() -> Optional.of(FolderLayout.HIVE));
    } catch (IllegalArgumentException e) {
      return Optional.of(FolderLayout.HIVE); // Another sentence refuses it.
    }
  }

  private static void markerProblems(
      Settings settings, Settings.Group<DestinationKeys> group, List<String> problems) {
    if (layout(group).isEmpty()) {
      problems.add(
          "%s is set, but only files and object stores have folders".formatted(group.key(MARKER)));
    } else if (!layout(group).get().isHourly()) {
      problems.add(
          "%s is set, but not every hour has a folder of its own; put {yyyy}, {MM}, {dd} and {HH} into %s"
              .formatted(group.key(MARKER), group.key(LAYOUT)));
    }
    if (ReceiveSettings.receives(settings)) {
      problems.add(
          "%s is set, but a process that receives a topic does not know when an hour is complete"
              .formatted(group.key(MARKER)));
    }
  }

  /** Whether the messages to a URI are files or objects. */
  public static boolean hasFolders(String uri) {
    return isFile(uri) || isObject(uri);
  }

  /** Whether a URI is of an object store. */
  public static boolean isObject(String uri) {
    return ObjectStore.of(uri).isPresent();
  }

  /** Whether a URI is of files. */
  public static boolean isFile(String uri) {
    return uri.matches("(?is)file:.*");
  }

  /** Adds the mistakes in the layout and the marker. */
  static void problems(
      Settings settings, Settings.Group<DestinationKeys> group, List<String> problems) {
    if (group.get(MARKER).isPresent()) {
      markerProblems(settings, group, problems);
    }
    String text = group.get(LAYOUT).orElse(null);
    if (text == null) {
      return;
    }
    if (!hasFolders(group.get(URI).orElse(""))) {
      problems.add(
          "%s is set, but only files and object stores have folders".formatted(group.key(LAYOUT)));
      return;
    }
    try {
      FolderLayout.of(text, group.name());
    } catch (IllegalArgumentException e) {
      problems.add(group.key(LAYOUT) + ' ' + e.getMessage());
    }
  }
}
