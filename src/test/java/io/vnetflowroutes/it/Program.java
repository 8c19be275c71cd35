package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vnetflowroutes.state.LastPoll;
import io.vnetflowroutes.state.StateDatabase;
import io.vnetflowroutes.state.StateSummary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The packaged program as a user runs it: a child process in a folder of its own that holds the
 * shipped route files and an {@code application.properties}. It never outlives this JVM.
 */
public final class Program implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Saves a third of the processor time of a start; see {@code src/it/classes/archive}. */
  private static final List<String> QUICK_START =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xshare:auto",
          "-Xlog:disable",
          "-Xlog:all=error:stderr",
          "-XX:SharedArchiveFile="
              + Path.of(System.getProperty("bundle.classes", "target/flowlogs.jsa"))
                  .toAbsolutePath());

  /**
   * Settings of one that reads at once what is there, and delivers it to the folder {@code lake}.
   */
  static final String ALL_TO_LAKE =
      """
      flowlogs.start = beginning
      flowlogs.delay = 0
      flowlogs.poll-interval = 500ms
      flowlogs.destination.lake.uri = file:lake
      flowlogs.allow = lake
      flowlogs.deny = lake
      """;

  private static final Pattern STACK_TRACE =
      Pattern.compile("\\s+at \\S+\\(.*\\)|.*Exception in thread.*|Caused by: .*");
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> launcher = new ArrayList<>();
  private final List<String> jvmOptions = new ArrayList<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private Process process;
  private Thread reader;

  private Program(Path folder) {
    this.folder = folder;
  }

  /**
   * Lays out the folder: the repository's routes, and these lines as application.properties. Of
   * lines that name the destinations of one decision only, the flows of the other are dropped.
   */
  public static Program in(Path folder, String properties) {
    try {
      Files.createDirectories(folder);
      copy(Path.of("routes"), folder.resolve("routes"));
      Files.writeString(
          folder.resolve("application.properties"),
          "%s%n%s%s".formatted(properties, unset(properties, "allow"), unset(properties, "deny")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Program(folder);
  }

  private static String unset(String properties, String decision) {
    String key = "flowlogs." + decision + " =";
    return properties.contains(key) ? "" : key + "\n";
  }

  /** Another process in the same folder. */
  public Program again() {
    return new Program(folder);
  }

  /** Sets a variable of the program's environment. */
  public Program with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Adds options for the JVM. */
  public Program with(List<String> options) {
    jvmOptions.addAll(options);
    return this;
  }

  /** Puts a command in front of the program's own, such as one that limits what it may do. */
  public Program under(List<String> command) {
    launcher.addAll(command);
    return this;
  }

  /** Changes a shipped route file as a user may. */
  public Program edit(String routeFile, String regex, String replacement) {
    Path file = folder.resolve("routes").resolve(routeFile);
    try {
      String text = Files.readString(file);
      String edited = text.replaceAll(regex, replacement);
      assertThat(edited).as(regex + " in " + routeFile).isNotEqualTo(text);
      Files.writeString(file, edited);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** The process that runs now. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** Starts {@code flowlogs run} with these arguments, again if it ran before. */
  public Program start(String... arguments) {
    return startVerb("run", arguments);
  }

  /** Runs {@code flowlogs VERB} with these arguments to its end; returns its exit code. */
  public int verb(String verb, String... arguments) {
    startVerb(verb, arguments);
    return exitCode();
  }

  /** Starts {@code flowlogs VERB} with these arguments. */
  public Program startVerb(String verb, String... arguments) {
    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(QUICK_START);
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", jar(), verb));
    command.addAll(List.of(arguments));
    return launch(command);
  }

  /** Runs {@code flowlogs run --once} with these arguments to its end; returns its exit code. */
  public int once(String... arguments) {
    start(Stream.concat(Stream.of("--once"), Stream.of(arguments)).toArray(String[]::new));
    return exitCode();
  }

  /** Runs any command in the folder, instead of the jar. */
  public Program launch(List<String> command) {
    if (process != null && process.isAlive()) {
      throw new IllegalStateException("The program runs already");
    }
    lines.clear();
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("FLOWLOGS_"));
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + command, e);
    }
    RUNNING.add(process);
    Process started = process;
    reader = new Thread(() -> collect(started), "output of " + started.pid());
    reader.setDaemon(true);
    reader.start();
    return this;
  }

  /** The folder the program runs in. */
  public Path folder() {
    return folder;
  }

  /** What the program wrote since its last start, both streams together. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** The same as one text. */
  public String output() {
    return String.join("\n", lines);
  }

  /** The same, and what its threads do now, for whoever reads a failure. */
  public String withThreads() {
    dumpThreads();
    return output();
  }

  /** The lines that contain the regular expression. */
  public List<String> lines(String regex) {
    return lines.stream().filter(containing(regex)).toList();
  }

  /** Waits until a line contains the regular expression, and returns the first that does. */
  public String awaitLine(String regex) {
    return awaitLines(regex, 1).get(0);
  }

  /** Waits until so many more polls have ended, whether the log has a line for them or not. */
  public void awaitPolls(int count) {
    Set<Instant> ends = new HashSet<>();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              assertThat(running()).as(output()).isTrue();
              try (StateDatabase state = StateDatabase.look(folder.resolve("state"))) {
                new StateSummary(state).lastPoll().map(LastPoll::at).ifPresent(ends::add);
              }
              return ends.size() > count;
            });
  }

  /** Waits until so many lines contain the regular expression. */
  public List<String> awaitLines(String regex, int count) {
    try {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> lines(regex).size() >= count || !reader.isAlive());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("No '" + regex + "' in the output:\n" + output(), e);
    }
    assertThat(lines(regex)).as(regex + " in:\n" + output()).hasSizeGreaterThanOrEqualTo(count);
    return lines(regex);
  }

  /** Asks the program to end (SIGTERM), waits for that, and returns its exit code. */
  public int sigterm() {
    assertThat(process.toHandle().destroy()).as("SIGTERM was sent").isTrue();
    return exitCode();
  }

  /** Kills the program (SIGKILL) and returns when it is gone. */
  public void kill() {
    process.toHandle().destroyForcibly();
    exitCode();
  }

  /** Whether the program runs. */
  public boolean running() {
    return process != null && process.isAlive();
  }

  /** Waits for the program's end, and returns its exit code. */
  public int exitCode() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        dumpThreads();
        process.toHandle().destroyForcibly();
        throw new AssertionError("The program does not end:\n" + output());
      }
      reader.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    RUNNING.remove(process);
    return process.exitValue();
  }

  /** Fails when the output holds a stack trace. */
  public Program assertNoStackTrace() {
    assertThat(lines.stream().filter(STACK_TRACE.asMatchPredicate())).as(output()).isEmpty();
    return this;
  }

  /**
   * Makes what a clone has once it is built: the script, the built program, and folders.
   *
   * @param folders those of the clone to copy, such as {@code sample}
   */
  static void cloneInto(Path home, String... folders) throws IOException {
    Files.copy(Path.of("flowlogs"), home.resolve("flowlogs"), StandardCopyOption.COPY_ATTRIBUTES);
    for (String folder : folders) {
      copy(Path.of(folder), home.resolve(folder));
    }
    Path jar = Path.of(System.getProperty("bundle.jar")).toAbsolutePath();
    Files.createSymbolicLink(home.resolve("target"), jar.getParent());
  }

  /** Copies a folder with all that is in it. */
  public static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  @Override
  public void close() {
    if (running()) {
      kill();
    }
  }

  /** Lets the program write what its threads do. */
  private void dumpThreads() {
    try {
      new ProcessBuilder("kill", "-QUIT", "" + process.pid()).start();
      await().atMost(Duration.ofSeconds(5)).until(() -> !lines("Full thread dump").isEmpty());
      await().during(Duration.ofSeconds(1)).until(() -> true);
    } catch (IOException | ConditionTimeoutException e) {
      lines.add("(no thread dump: " + e.getMessage() + ")");
    }
  }

  private static Predicate<String> containing(String regex) {
    return Pattern.compile(regex).asPredicate();
  }

  private void collect(Process started) {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
      out.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      lines.add("(the output broke off: " + e.getMessage() + ")");
    }
  }

  private static String jar() {
    Path jar = Path.of(System.getProperty("bundle.jar", "target/flowlogs.jar")).toAbsolutePath();
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException("No " + jar + ": run ./mvnw package");
    }
    return jar.toString();
  }
}
