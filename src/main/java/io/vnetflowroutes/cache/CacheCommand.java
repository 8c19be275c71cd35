package io.vnetflowroutes.cache;

import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.terminal.Verb;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** The verb {@code cache}: makes the class cache for later starts. */
@Command(
    name = "cache",
    description = {
      "Make a class cache beside flowlogs.jar, so that later starts are faster.",
      "",
      "It runs the program once on its sample data, and keeps the classes that this loads: "
          + "as an AOT cache on JDK 25 and newer, as a class archive (CDS) on older versions. A "
          + "cache is valid for the JVM and the flowlogs.jar that it was made with; ./flowlogs "
          + "ignores a cache that is older than the jar."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the cache was made", "2:no cache was made; the output gives the reason"},
    footerHeading = "%nExamples:%n",
    footer = "  flowlogs cache           after an installation, and after a new JDK")
public final class CacheCommand implements Verb {

  @Override
  public String refusal() {
    return "No cache was made:";
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    // Plug-ins come behind it.
    String[] classPath = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    Path jar = Path.of(classPath[0]);
    if (!Files.isRegularFile(jar)) {
      throw new UserError("The program does not run from a flowlogs.jar, but from '" + jar + "'");
    }
    String home = System.getProperty("flowlogs.home");
    Path folder = home == null ? jar.toAbsolutePath().getParent() : Path.of(home);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path made = new ClassCache(java, jar, folder).make(Runtime.version().feature());
    System.out.println("Later starts with this JVM use " + made);
    return 0;
  }
}
