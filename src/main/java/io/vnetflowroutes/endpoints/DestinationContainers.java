package io.vnetflowroutes.endpoints;

import static io.vnetflowroutes.settings.DestinationKeys.URI;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.message.FolderLayout;
import io.vnetflowroutes.objects.ObjectStore;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.SourceKeys;
import io.vnetflowroutes.settings.SourceSettings;
import io.vnetflowroutes.source.StorageUrl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The containers and buckets of object stores that destinations write to. Each destination needs a
 * container of its own, or folders of its own in it. None may be a container that a source reads:
 * the program never writes there.
 */
final class DestinationContainers {

  private static final Pattern BLOBS =
      Pattern.compile("azure-storage-blob:(?://)?([^/?]+)/([^/?]+).*");

  private static final Pattern HOST_AND_PATH =
      Pattern.compile("https?://([^/:.]+)[^/]*(?:/([^/]+))?.*");

  private DestinationContainers() {}

  /** A sentence for each container that a destination cannot have. */
  static List<String> problems(Settings settings) {
    List<String> problems = new ArrayList<>();
    Map<String, List<Settings.Group<DestinationKeys>>> seen = new HashMap<>();
    for (Settings.Group<DestinationKeys> group : settings.groups(DestinationKeys.GROUP)) {
      String uri = group.get(URI).orElse("");
      if (ObjectStore.of(uri).isEmpty()) {
        continue;
      }
      String key = group.key(URI);
      String address = uri.replaceFirst("\\?.*", "").replace("://", ":");
      List<Settings.Group<DestinationKeys>> others =
          seen.computeIfAbsent(address.toLowerCase(Locale.ROOT), each -> new ArrayList<>());
      others.stream()
          .filter(other -> meet(group, other))
          .findFirst()
          .ifPresent(
              other ->
                  problems.add(
                      "%s and %s are the same container; objects would have the same names there, so give each its own, or another %s"
                          .formatted(other.key(URI), key, DestinationKeys.LAYOUT)));
      others.add(group);
      Matcher blobs = BLOBS.matcher(uri);
      if (blobs.matches()) {
        source(settings, blobs.group(1), blobs.group(2))
            .ifPresent(
                source ->
                    problems.add(
                        "%s writes to the container '%s' of '%s', which the source '%s' reads; nothing is written there, so take another container"
                            .formatted(key, blobs.group(2), blobs.group(1), source)));
      }
    }
    return problems;
  }

  /** Whether objects of two destinations can have the same names in a container. */
  private static boolean meet(
      Settings.Group<DestinationKeys> one, Settings.Group<DestinationKeys> other) {
    FolderLayout layout = LayoutSettings.layout(one).orElse(FolderLayout.HIVE);
    return layout.canBe("", LayoutSettings.layout(other).orElse(FolderLayout.HIVE), "");
  }

  /** The source that reads a container of an account. */
  private static Optional<String> source(Settings settings, String account, String container) {
    return settings.groups(SourceKeys.GROUP).stream()
        .filter(source -> source.get(SourceKeys.DIRECTORY).isEmpty())
        .filter(source -> SourceSettings.containerName(source).equalsIgnoreCase(container))
        .filter(
            source ->
                SourceSettings.ofUrls(source, StorageUrl::endpoint)
                    .filter(url -> is(url, account))
                    .isPresent())
        .map(Settings.Group::name)
        .findFirst();
  }

  /** Whether a URL is of an account: the host names it, or, at emulators, the path. */
  private static boolean is(String url, String account) {
    Matcher parts = HOST_AND_PATH.matcher(url);
    return parts.matches()
        && (account.equalsIgnoreCase(parts.group(1)) || account.equalsIgnoreCase(parts.group(2)));
  }
}
