package io.vnetflowroutes.it;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;

/**
 * Another time for the packaged program than that of this machine: an agent of its JVM that shifts
 * Java's system clock as a file says, and lets it run faster, while the program runs.
 */
public final class ShiftedClock {
  private static final String SHIFT = "clock.shift";
  private static final String SPEED = "clock.speed";
  private static final String BEGAN = "clock.began";

  private final Path folder;

  /**
   * @param folder where the agent's jar and the file with the shift are put
   */
  ShiftedClock(Path folder) {
    this.folder = folder;
    by(Duration.ZERO);
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(folder.resolve("clock.jar")), manifest())) {
      for (Class<?> type : List.of(ShiftedClock.class, Shift.class)) {
        String name = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(name));
        try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
          bytes.transferTo(jar);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Manifest manifest() {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Premain-Class", ShiftedClock.class.getName());
    main.putValue("Can-Retransform-Classes", "true");
    main.putValue(
        "Class-Path",
        ByteBuddy.class.getProtectionDomain().getCodeSource().getLocation().toString());
    return manifest;
  }

  /** The options that give the program this clock. */
  List<String> options() {
    return List.of(
        "-javaagent:" + folder.resolve("clock.jar") + "=" + folder.resolve("clock.shift"));
  }

  /** The same for a clock that runs so many times faster from now on. */
  List<String> options(int speed, Instant from) {
    return List.of(
        options().get(0), "-D" + SPEED + "=" + speed, "-D" + BEGAN + "=" + from.toEpochMilli());
  }

  /** Sets the clock ahead of the true one by so much, or behind it. */
  void by(Duration shift) {
    try {
      Path next = Files.writeString(folder.resolve("next"), "" + shift.toMillis());
      Files.move(
          next, folder.resolve("clock.shift"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What becomes part of Java's own clock; it may use Java's own classes only. */
  public static final class Shift {
    private Shift() {}

    @Advice.OnMethodExit
    static void shift(@Advice.Return(readOnly = false) Instant now) {
      long true0 = now.toEpochMilli();
      long faster = Long.getLong("clock.speed", 1) - 1;
      now =
          now.plusMillis(
              Long.getLong("clock.shift", 0)
                  + faster * (true0 - Long.getLong("clock.began", true0)));
    }
  }

  /** Called by the JVM before the program's own main. */
  public static void premain(String file, Instrumentation java) {
    read(Path.of(file));
    ScheduledExecutorService reader =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "clock");
              thread.setDaemon(true);
              return thread;
            });
    reader.scheduleWithFixedDelay(() -> read(Path.of(file)), 50, 50, TimeUnit.MILLISECONDS);
    new AgentBuilder.Default()
        .ignore(type -> false)
        .disableClassFormatChanges()
        .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
        .type(named("java.time.Clock$SystemClock"))
        .transform(
            (builder, type, loader, module, domain) ->
                builder.visit(Advice.to(Shift.class).on(named("instant"))))
        .installOn(java);
  }

  private static void read(Path file) {
    try {
      System.setProperty(SHIFT, Files.readString(file).trim());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
