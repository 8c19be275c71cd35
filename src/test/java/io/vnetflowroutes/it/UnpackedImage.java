package io.vnetflowroutes.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An image of the release, taken apart: what it says of its container, and its files. */
final class UnpackedImage {

  /** Makes a container of the files as a runtime does: read-only, with folders to write into. */
  private static final String CONTAIN =
      """
      root=$1
      shift
      mount --bind "$root" "$root"
      mkdir -p "$root/proc" "$root/dev"
      cp /etc/resolv.conf /etc/hosts "$root/etc/"
      mount -t proc proc "$root/proc"
      mount --rbind /dev "$root/dev"
      while [ "$1" != -- ]; do
        mkdir -p "$root${1#*=}"
        if [ "${1%%=*}" = tmpfs ]; then mount -t tmpfs -o mode=1777 tmpfs "$root${1#*=}"
        else mount --bind "${1%%=*}" "$root${1#*=}"; fi
        shift
      done
      shift
      mount -o remount,bind,ro "$root"
      exec chroot "$@"
      """;

  private final Path root;
  private final JsonNode config;

  private UnpackedImage(Path root, JsonNode config) {
    this.root = root;
    this.config = config;
  }

  /** Takes apart the image for this architecture. */
  static UnpackedImage of(String architecture, Path folder)
      throws IOException, InterruptedException {
    String tar =
        "docker-archive:%s/flowlogs-%s-image-%s.tar"
            .formatted(Archives.FOLDER, Archives.VERSION, architecture);
    JsonNode config =
        new ObjectMapper().readTree(Command.run("skopeo", "inspect", "--config", tar));
    Path layout = folder.resolve("oci");
    Command.run("skopeo", "copy", "--quiet", tar, "oci:" + layout + ":image");
    Path bundle = folder.resolve("bundle");
    Command.run("umoci", "unpack", "--image", layout + ":image", bundle.toString());
    return new UnpackedImage(bundle.resolve("rootfs"), config);
  }

  /** Its files. */
  Path root() {
    return root;
  }

  /** What it says of its container. */
  JsonNode config() {
    return config;
  }

  /**
   * The command that runs its entry point in a container: as its user, on read-only files.
   *
   * @param mounts folders to mount, {@code FROM=TO}, or {@code tmpfs=TO}
   */
  List<String> contained(List<String> mounts, Map<String, String> environment, List<String> args) {
    List<String> command =
        new ArrayList<>(
            List.of("unshare", "--mount", "--propagation", "private", "sh", "-euc", CONTAIN, "sh"));
    command.add(root.toString());
    command.addAll(mounts);
    command.add("--");
    command.add("--userspec=" + config.at("/config/User").asText());
    command.addAll(List.of(root.toString(), "/bin/sh", "-c"));
    command.add("cd \"$0\" && exec env -i \"$@\"");
    command.add(config.at("/config/WorkingDir").asText());
    config.at("/config/Env").forEach(variable -> command.add(variable.asText()));
    environment.forEach((name, value) -> command.add(name + "=" + value));
    config.at("/config/Entrypoint").forEach(word -> command.add(word.asText()));
    command.addAll(args);
    return command;
  }

  /** All files and folders in it. */
  List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.toList();
    }
  }
}
