package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that the page's steps of an installation work as they stand, for root and for the
 * service's own user. They run on folders of their own in the places of the system's, which only
 * the processes of this test see.
 */
final class ServiceIT {
  private static final Path PAGE = Path.of("docs/operations.md");
  private static final Path UNIT = Path.of("deploy/flowlogs.service");

  /** What an editor does, of which the page only says that it has to be done. */
  private static final String SETTINGS =
      """
      flowlogs.source.sample.directory = /srv/sample
      flowlogs.start = beginning
      flowlogs.destination.lake.uri = file:/srv/flowlogs/lake
      flowlogs.allow = lake
      flowlogs.deny = lake
      """;

  private static final String AS_SERVICE =
      "setpriv --reuid flowlogs --regid flowlogs --init-groups --no-new-privs ";

  @TempDir Path dir;

  @Test
  void theStepsOfThePageWorkForRootAndForTheServicesUser() throws Exception {
    assumeTrue(
        System.getProperty("user.name").equals("root") && SmallDisk.mayMount(),
        "The steps of docs/operations.md need root and the right to mount");
    List<String> script = new ArrayList<>(List.of("set -eu", "root=" + dir));
    script.add("mount -t tmpfs -o mode=755 tmpfs $root");
    script.add("mkdir $root/opt $root/bin $root/srv $root/lib && cp -a /etc $root/etc");
    script.add("for at in /opt=opt /usr/local/bin=bin /srv=srv /var/lib=lib /etc=etc; do");
    script.add("  mount --bind $root/${at#*=} ${at%%=*}; done");
    script.add("cp -R sample /srv/sample");
    for (String step : steps()) {
      script.add("echo \"== $(cat <<'END'\n" + step + "\nEND\n)\"");
      script.add(step);
      if (step.contains("/etc/flowlogs/")) {
        script.add("cat >/etc/flowlogs/application.properties <<'END'\n" + SETTINGS + "END");
      }
    }
    script.add("echo == by its own user && " + AS_SERVICE + "flowlogs audit --from beginning");
    script.add("echo == by another user && ! setpriv --reuid 65534 --clear-groups flowlogs status");
    script.add("echo == files of others: $(find /var/lib/flowlogs /srv/flowlogs ! -user flowlogs)");
    script.add("echo == files: $(find /srv/flowlogs/lake -type f | wc -l)");
    String output = run(script);
    assertThat(output)
        .contains("Everything that was looked at works")
        .contains("Done: ")
        .contains("only the user flowlogs and root may do that; put sudo in front")
        .containsPattern("== files of others:\\R")
        .containsPattern("== files: [1-9]")
        .doesNotContain("Unknown key", "Failed to");
  }

  /**
   * The lines of the blocks of section 5, with a stand-in for those that need a running systemd.
   */
  private static List<String> steps() throws IOException {
    String page = Files.readString(PAGE);
    String section = page.substring(page.indexOf("## 5. "), page.indexOf("## 6. "));
    List<String> steps = new ArrayList<>();
    Pattern.compile("(?s)```\\n(.*?)```")
        .matcher(section)
        .results()
        .map((MatchResult block) -> block.group(1))
        .flatMap(String::lines)
        .map(ServiceIT::step)
        .forEach(steps::add);
    assertThat(steps).hasSizeGreaterThan(12);
    return steps;
  }

  private static String step(String line) {
    if (line.startsWith("./mvnw ") || line.startsWith("java ") || line.startsWith("journalctl ")) {
      return ": " + line;
    }
    if (line.equals("flowlogs check")) {
      return line + " && flowlogs backfill --from beginning";
    }
    if (line.equals("flowlogs status")) {
      return line + " || test $? -eq 3";
    }
    if (line.equals("systemctl daemon-reload")) {
      return "systemd-analyze verify --man=no /etc/systemd/system/flowlogs.service";
    }
    if (line.startsWith("systemctl enable --now")) {
      return service();
    }
    return line;
  }

  /** What systemd starts, as the unit says, but to its end. */
  private static String service() {
    return "(set -a; . /etc/flowlogs/environment; cd "
        + unit("WorkingDirectory")
        + "; umask "
        + unit("UMask")
        + "; "
        + AS_SERVICE.replace("flowlogs", unit("User"))
        + unit("ExecStart")
        + " --once)";
  }

  private static String unit(String key) {
    try {
      return Files.readAllLines(UNIT).stream()
          .filter(line -> line.startsWith(key + "="))
          .map(line -> line.substring(key.length() + 1))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String run(List<String> script) throws Exception {
    Path file = Files.writeString(dir.resolve("steps"), String.join("\n", script) + "\n");
    ProcessBuilder steps =
        new ProcessBuilder("unshare", "--mount", "--propagation", "private", "sh", "" + file);
    steps.environment().keySet().removeIf(name -> name.startsWith("FLOWLOGS_"));
    Process process = steps.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
