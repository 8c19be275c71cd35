package io.vnetflowroutes.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A root file system above that of this machine, in which root may install anything: what is
 * written goes to memory, only the processes of the script see it, and nothing of it stays. The
 * repository is there under its own path, read-only.
 */
final class ScratchRoot {
  private static final String ENTER =
      """
      mount -t tmpfs -o mode=755 tmpfs "$1"
      mkdir "$1/upper" "$1/work" "$1/root"
      mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
      for folder in proc sys dev; do mount --rbind "/$folder" "$1/root/$folder"; done
      mkdir -p "$1/root$2"
      mount --bind "$2" "$1/root$2"
      mount -o remount,bind,ro "$1/root$2"
      { echo "cd '$2'"; cat "$3"; } >"$1/root/steps"
      exec chroot "$1/root" sh -eu /steps
      """;

  private ScratchRoot() {}

  /** Fails with what is missing where this user may not make one. */
  static void require() {
    if (!System.getProperty("user.name").equals("root") || !SmallDisk.mayMount()) {
      throw new AssertionError(
          "Tests of a release need root and the right to mount file systems, and the user '"
              + System.getProperty("user.name")
              + "' lacks one of them; run './mvnw -Prelease verify' as root, in a container with the"
              + " capability SYS_ADMIN");
    }
  }

  /** Runs the lines of a script as root, until one fails; returns what they wrote. */
  static String run(Path folder, List<String> script) throws IOException, InterruptedException {
    Path steps = Files.writeString(folder.resolve("steps"), String.join("\n", script) + "\n");
    Path mount = Files.createDirectories(folder.resolve("mount"));
    return Command.run(
        Path.of(""),
        Map.of(),
        List.of(
            "unshare",
            "--mount",
            "--propagation",
            "private",
            "sh",
            "-eu",
            "-c",
            ENTER,
            "sh",
            mount.toString(),
            Path.of("").toAbsolutePath().toString(),
            steps.toString()));
  }
}
