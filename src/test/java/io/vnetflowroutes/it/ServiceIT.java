package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that the page's steps of an installation work as they stand, with the Debian package and
 * with the archive, for root and for the service's own user.
 */
@Tag("release")
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

  private static final String JAR = System.getProperty("java.home") + "/bin/jar";

  @TempDir Path dir;

  @BeforeEach
  void mayInstall() {
    ScratchRoot.require();
  }

  @Test
  void thePackageInstallsTheServiceKeepsSettingsAndLeavesTheState() throws Exception {
    List<String> script = script("apt install");
    script.add("/opt/flowlogs/bin/flowlogs cache");
    addPlugIn(script);
    script.add("echo == upgrade && dpkg -i " + Archives.debianPackage());
    script.add("grep -q srv/sample /etc/flowlogs/application.properties");
    script.add("flowlogs audit --from beginning");
    script.add("flowlogs plugins | grep -q mine.jar");
    script.add("dpkg -r flowlogs && test ! -e /usr/bin/flowlogs");
    script.add("test \"$(find /opt/flowlogs -type f ! -path '*/plugins/mine/*')\" = ''");
    script.add("test -f /etc/flowlogs/application.properties && dpkg -P flowlogs");
    script.add("test ! -e /etc/flowlogs/application.properties && test ! -e /opt/flowlogs");
    script.add("test -f /var/lib/flowlogs/state/flowlogs.db && id flowlogs");
    String output = ScratchRoot.run(dir, script);
    assertInstalled(output);
    assertThat(output)
        .containsPattern("mine.jar \\(1 jar, .*\\) is in /opt/flowlogs/plugins/mine;")
        .contains("== plug-in: 644 root", "== plug-in is seen by flowlogs");
  }

  /** A plug-in is root's, and the service, which uses it, cannot change it. */
  private static void addPlugIn(List<String> script) {
    script.add("(cd /srv && echo here >mine.txt && " + JAR + " cf mine.jar mine.txt)");
    script.add("flowlogs add /srv/mine.jar");
    script.add("stat -c '== plug-in: %a %U' /opt/flowlogs/plugins/mine/mine.jar");
    script.add("test \"$(find /opt/flowlogs ! -user root)\" = ''");
    script.add(AS_SERVICE + "flowlogs plugins | grep -q mine.jar");
    script.add("echo == plug-in is seen by flowlogs");
    script.add("! " + AS_SERVICE + "flowlogs remove mine");
    script.add("test -f /opt/flowlogs/plugins/mine/mine.jar && flowlogs check");
  }

  @Test
  void theArchiveIsInstalledByHand() throws Exception {
    assertInstalled(ScratchRoot.run(dir, script("tar ")));
  }

  private static void assertInstalled(String output) {
    assertThat(output)
        .contains("Everything that was looked at works")
        .contains("Done: ")
        .contains("only the user flowlogs and root may do that; put sudo in front")
        .contains("== settings: 640 root:flowlogs")
        .containsPattern("== files of others:\\R")
        .containsPattern("== files: [1-9]")
        .doesNotContain("Unknown key", "Failed to");
  }

  /** The page's steps, of the block that begins so and of those for every way, and what follows. */
  private static List<String> script(String way) throws IOException {
    List<String> script = new ArrayList<>();
    script.add("cp -R sample /srv/sample && cd " + Archives.FOLDER);
    for (String step : steps(way)) {
      script.add("echo \"== $(cat <<'END'\n" + step + "\nEND\n)\"");
      script.add(step);
      if (step.contains("/srv/flowlogs")) {
        script.add("cat >/etc/flowlogs/application.properties <<'END'\n" + SETTINGS + "END");
        script.add("stat -c '== settings: %a %U:%G' /etc/flowlogs/application.properties");
      }
    }
    script.add("echo == by its own user && " + AS_SERVICE + "flowlogs audit --from beginning");
    script.add("echo == by another user");
    script.add("! setpriv --reuid 65534 --clear-groups flowlogs status");
    script.add("echo == files of others: $(find /var/lib/flowlogs /srv/flowlogs ! -user flowlogs)");
    script.add("echo == files: $(find /srv/flowlogs/lake -type f | wc -l)");
    return script;
  }

  private static List<String> steps(String way) throws IOException {
    String page = Files.readString(PAGE);
    String section = page.substring(page.indexOf("## 5. "), page.indexOf("## 6. "));
    List<String> steps = new ArrayList<>();
    Matcher block = Pattern.compile("(?s)```\\n(.*?)```").matcher(section);
    while (block.find()) {
      boolean ofOneWay = block.group(1).matches("(?s)(apt install|tar ).*");
      if (!ofOneWay || block.group(1).startsWith(way)) {
        block.group(1).lines().map(ServiceIT::step).forEach(steps::add);
      }
    }
    assertThat(steps).hasSizeGreaterThan(8);
    return steps;
  }

  /** The line, or what stands in for it where it needs a running systemd or does not end. */
  private static String step(String line) {
    if (line.startsWith("apt install")) {
      return line.replace("apt install", "apt-get install -y -q");
    }
    if (line.contains("/opt/flowlogs/bin/flowlogs run")) {
      return "cd /var/lib/flowlogs && " + AS_SERVICE + line + " --help && cd -";
    }
    if (line.startsWith("journalctl ")) {
      return ": " + line;
    }
    if (line.equals("flowlogs check")) {
      return line + "\nflowlogs backfill --from beginning";
    }
    if (line.equals("flowlogs status")) {
      return line + " || test $? -eq 3";
    }
    if (line.equals("systemctl daemon-reload")) {
      return "systemd-analyze verify --man=no flowlogs.service";
    }
    if (line.startsWith("systemctl enable --now")) {
      return service();
    }
    return line;
  }

  /** What systemd starts, as the unit says, but to its end. */
  private static String service() {
    return "(set -a; "
        + unit("Environment")
        + "; . /etc/flowlogs/environment; cd "
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
}
