package io.vnetflowroutes.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.ProtectionDomain;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Another time for the packaged program than that of this machine: an agent of its JVM that shifts
 * Java's system clock as a file says, and lets it run faster, while the program runs.
 */
public final class ShiftedClock {
  private static final String CLOCK = "java.time.Clock$SystemClock";
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
    write("shift.jar", "$Shift");
    write("clock.jar", "", "$1", "$ShiftedInstants", "$ShiftedInstants$1", "$ShiftedInstants$2");
  }

  private void write(String file, String... ends) {
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(folder.resolve(file)), manifest())) {
      for (String end : ends) {
        String name = ShiftedClock.class.getName().replace('.', '/') + end + ".class";
        jar.putNextEntry(new JarEntry(name));
        try (InputStream bytes = ShiftedClock.class.getClassLoader().getResourceAsStream(name)) {
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
        ClassReader.class.getProtectionDomain().getCodeSource().getLocation().toString());
    return manifest;
  }

  /** The options that give the program this clock. */
  List<String> options() {
    Path jar = folder.resolve("clock.jar");
    return List.of(
        "-javaagent:"
            + jar
            + "="
            + folder.resolve("shift.jar")
            + ','
            + folder.resolve("clock.shift"));
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
      Files.move(next, folder.resolve("clock.shift"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Called by Java's own clock, and so known to the loader of Java's own classes. */
  public static final class Shift {
    private Shift() {}

    /** What the clock says, shifted. */
    public static Instant shift(Instant now) {
      long millis = now.toEpochMilli();
      long faster = Long.getLong(SPEED, 1) - 1;
      return now.plusMillis(
          Long.getLong(SHIFT, 0) + faster * (millis - Long.getLong(BEGAN, millis)));
    }
  }

  /** Called by the JVM before the program's own main. */
  public static void premain(String files, Instrumentation java) throws Exception {
    String[] names = files.split(",", 2);
    Path file = Path.of(names[1]);
    read(file);
    Timer reader = new Timer("clock", true);
    reader.schedule(
        new TimerTask() {
          @Override
          public void run() {
            read(file);
          }
        },
        50,
        50);
    java.appendToBootstrapClassLoaderSearch(new JarFile(names[0]));
    java.addTransformer(new ShiftedInstants(), true);
    java.retransformClasses(Class.forName(CLOCK));
  }

  /** Lets Java's own clock pass what it says through {@link Shift}. */
  static final class ShiftedInstants implements ClassFileTransformer {

    @Override
    public byte[] transform(
        ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] classFile) {
      if (!CLOCK.replace('.', '/').equals(name)) {
        return null;
      }
      ClassWriter writer = new ClassWriter(0);
      new ClassReader(classFile).accept(shifting(writer), 0);
      return writer.toByteArray();
    }

    private static ClassVisitor shifting(ClassWriter writer) {
      return new ClassVisitor(Opcodes.ASM9, writer) {
        @Override
        public MethodVisitor visitMethod(
            int access, String name, String types, String signature, String[] exceptions) {
          MethodVisitor method = super.visitMethod(access, name, types, signature, exceptions);
          return name.equals("instant") ? shifting(method) : method;
        }
      };
    }

    private static MethodVisitor shifting(MethodVisitor instant) {
      return new MethodVisitor(Opcodes.ASM9, instant) {
        @Override
        public void visitInsn(int instruction) {
          if (instruction == Opcodes.ARETURN) {
            visitMethodInsn(
                Opcodes.INVOKESTATIC,
                Shift.class.getName().replace('.', '/'),
                "shift",
                "(Ljava/time/Instant;)Ljava/time/Instant;",
                false);
          }
          super.visitInsn(instruction);
        }
      };
    }
  }

  private static void read(Path file) {
    try {
      System.setProperty(SHIFT, Files.readString(file).trim());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
