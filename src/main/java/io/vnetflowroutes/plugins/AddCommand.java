package io.vnetflowroutes.plugins;

import io.vnetflowroutes.errors.HumanUnits;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.plugin.Bundle;
import io.vnetflowroutes.plugin.Plugin;
import io.vnetflowroutes.plugin.PluginFolder;
import io.vnetflowroutes.terminal.Verb;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.aether.artifact.Artifact;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches a plug-in. */
@Command(
    name = "add",
    description = {
      "Add a plug-in: a component of Camel, a library, or a jar of your own.",
      "",
      "It is fetched with what it needs and the bundle lacks, into a folder of its own in plugins/"
          + " beside the program. Components of Camel have the version of the bundle. The repository"
          + " is Maven Central, or what ~/.m2/settings.xml says. The next start of the program has"
          + " the plug-in."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the plug-in is there", "2:it is not, for the reason told"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  flowlogs add camel-aws2-s3",
      "  flowlogs add com.example:our-formats:1.2.0 --repository https://maven.example.com/releases",
      "  flowlogs add camel-aws2-s3 --save camel-aws2-s3.zip",
      "  flowlogs add --offline camel-aws2-s3.zip      on a machine without a network"
    })
public final class AddCommand implements Verb {

  @Parameters(
      arity = "0..1",
      paramLabel = "PLUGIN",
      description = "A component such as camel-aws2-s3, group:artifact:version, or NAME.jar.")
  private String wanted;

  @Option(
      names = "--repository",
      paramLabel = "URL",
      description = "Fetch from this Maven repository.")
  private Optional<String> repository;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Write the plug-in to a file instead, for --offline elsewhere.")
  private Optional<Path> save;

  @Option(
      names = "--offline",
      paramLabel = "FILE",
      description = "Take the plug-in from such a file.")
  private Optional<Path> offline;

  @Option(
      names = "--force",
      description = "Add it in spite of conflicts: it gets the libraries of the bundle.")
  private boolean force;

  private Bundle bundle;
  private PluginFolder folder;

  @Override
  public String refusal() {
    return "The plug-in was not added:";
  }

  @Override
  public Integer call() throws IOException {
    if (offline.isPresent() == (wanted != null)) {
      throw new UserError("Name either a plug-in or --offline FILE");
    }
    bundle = Bundle.ofThisProgram();
    folder = PluginFolder.ofThisProgram();
    Path work = Files.createTempDirectory("flowlogs-add");
    try {
      return offline.isPresent() ? unpack(new PluginZip(offline.get()), work) : fetch();
    } catch (AccessDeniedException e) {
      throw new UserError(
          "'%s' cannot be written; whoever may write to '%s' must add it"
              .formatted(e.getFile(), folder.folder().toAbsolutePath().getParent()),
          e);
    } finally {
      try (var left = Files.list(work)) {
        for (Path file : left.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(work);
    }
  }

  private int unpack(PluginZip zip, Path work) throws IOException {
    Plugin plugin = zip.plugin(bundle.camel());
    List<Path> jars = zip.unpack(plugin, work);
    return keep(plugin, jars, List.of());
  }

  private int fetch() throws IOException {
    Wanted asked = Wanted.of(wanted, bundle);
    SharedLibraries shared = new SharedLibraries(bundle);
    List<Plugin.Jar> jars = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    if (asked.artifact() == null) {
      files.add(asked.jar());
      jars.add(PluginFolder.jar(asked.jar(), ""));
    } else {
      try (Libraries libraries = new Libraries(repository)) {
        for (Artifact artifact : libraries.fetch(asked, shared, bundle.camel())) {
          Path file = artifact.getFile().toPath();
          files.add(file);
          jars.add(PluginFolder.jar(file, Libraries.name(artifact)));
        }
      }
    }
    Plugin plugin = new Plugin(asked.name(), asked.from(), bundle.camel(), jars);
    return keep(plugin, files, shared.conflicts(asked.from()));
  }

  private int keep(Plugin plugin, List<Path> jars, List<String> conflicts) throws IOException {
    List<String> problems = new ArrayList<>(conflicts);
    problems.addAll(otherVersions(plugin));
    problems.addAll(SameClasses.ofThisProgram().problems(jars));
    if (!problems.isEmpty() && !force) {
      problems.add("Take a version that fits, or --force, which gives it what the bundle has");
      throw new UserError("", problems);
    }
    if (save.isPresent()) {
      new PluginZip(save.get()).write(plugin, jars);
      System.out.printf("%s holds %s%n", save.get(), summary(plugin));
      return 0;
    }
    if (folder.named(plugin.name()).isPresent()) {
      throw new UserError(
          "There is a plug-in '%1$s' already; ./flowlogs remove %1$s comes first"
              .formatted(plugin.name()));
    }
    folder.make(plugin, jars);
    System.out.printf(
        "%s is in %s; the next start of the program has it%n",
        summary(plugin), folder.folder().resolve(plugin.name()));
    return 0;
  }

  /** What another plug-in has in another version; all plug-ins share one class path. */
  private List<String> otherVersions(Plugin plugin) throws IOException {
    List<String> problems = new ArrayList<>();
    for (Plugin other : folder.all()) {
      for (Plugin.Jar jar : plugin.jars()) {
        other
            .otherVersion(jar)
            .ifPresent(
                version ->
                    problems.add(
                        "%s brings %s, but the plug-in '%s' has version %s"
                            .formatted(plugin.from(), jar.library(), other.name(), version)));
      }
    }
    return problems;
  }

  private static String summary(Plugin plugin) {
    return "%s (%d %s, %s)"
        .formatted(
            plugin.from(),
            plugin.jars().size(),
            plugin.jars().size() == 1 ? "jar" : "jars",
            HumanUnits.size(plugin.size()));
  }
}
