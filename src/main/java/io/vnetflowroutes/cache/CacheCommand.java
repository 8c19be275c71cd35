package io.vnetflowroutes.cache;

import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.terminal.Verb;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** Makes what later starts load their classes from. */
@Command(
    name = "cache",
    description = {
      "Make a cache of classes beside flowlogs.jar, so that later starts are faster.",
      "",
      "Runs the program over its sample data once, and keeps what that loaded: an AOT cache on JDK 25"
          + " and newer, an archive of classes (CDS) before. A cache serves the JVM and the"
          + " flowlogs.jar it was made with; ./flowlogs takes none that is older than the jar."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:there is a cache", "2:none was made, for the reason told"},
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
