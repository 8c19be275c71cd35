package io.vnetflowroutes.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.net.URLEncoder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Lets methods of the packaged program throw errors: an agent of its JVM. Each method throws one
 * error, at its first call, however often the program is started; then it works. The kinds of
 * errors take turns, as the program treats them alike.
 */
public final class ErrorSeams {

  private static final String SEAMS = "seams";
  private static final String THROWN = "thrown";
  private static final List<String> KINDS =
      List.of("OutOfMemoryError", "StackOverflowError", "NoClassDefFoundError");

  private static final String ENDING = "ending";

  private static final AtomicBoolean ENDS = new AtomicBoolean();
  private static final Set<String> CALLED = ConcurrentHashMap.newKeySet();
  private static volatile Path agentFolder;

  private final Path folder;
  private final List<String> seams;

  /**
   * @param folder where the agent's jar is put, and what it has thrown
   * @param seams methods, each as {@code package.Class.method}
   */
  ErrorSeams(Path folder, List<String> seams) {
    this.folder = folder;
    this.seams = List.copyOf(seams);
    try {
      Files.createDirectories(folder.resolve(THROWN));
      Files.write(folder.resolve(SEAMS), seams);
      write(folder.resolve("seams.jar"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest())) {
      for (String end : List.of("", "$Throwing", "$Throwing$1", "$Throwing$2")) {
        String name = ErrorSeams.class.getName().replace('.', '/') + end + ".class";
        jar.putNextEntry(new JarEntry(name));
        try (InputStream bytes = ErrorSeams.class.getClassLoader().getResourceAsStream(name)) {
          bytes.transferTo(jar);
        }
      }
    }
  }

  private static Manifest manifest() {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Premain-Class", ErrorSeams.class.getName());
    main.putValue(
        "Class-Path",
        ClassReader.class.getProtectionDomain().getCodeSource().getLocation().toString());
    return manifest;
  }

  /** Lets one method throw in a process, as that ends it and says the first error only. */
  ErrorSeams oneInAProcess() throws IOException {
    Files.createFile(folder.resolve(ENDING));
    return this;
  }

  /** The option that gives the program this agent. */
  List<String> options() {
    return List.of("-javaagent:" + folder.resolve("seams.jar") + "=" + folder);
  }

  /** What has not been thrown yet, each as the name of its file. */
  Set<String> left() {
    return seams.stream()
        .map(ErrorSeams::file)
        .filter(file -> !Files.exists(folder.resolve(THROWN).resolve(file)))
        .collect(Collectors.toSet());
  }

  private static String file(String seam) {
    return URLEncoder.encode(seam, UTF_8) + ' ' + kind(seam);
  }

  private static Path thrown(String seam) {
    return agentFolder.resolve(THROWN).resolve(file(seam));
  }

  private static String kind(String seam) {
    return KINDS.get(Math.floorMod(seam.hashCode(), KINDS.size()));
  }

  /** Called by the JVM before the program's own main. */
  public static void premain(String folder, Instrumentation java) throws Exception {
    agentFolder = Path.of(folder);
    Map<String, Set<String>> methods =
        Files.readAllLines(agentFolder.resolve(SEAMS)).stream()
            .collect(
                Collectors.groupingBy(
                    seam -> seam.substring(0, seam.lastIndexOf('.')).replace('.', '/'),
                    Collectors.mapping(
                        seam -> seam.substring(seam.lastIndexOf('.') + 1), Collectors.toSet())));
    java.addTransformer(new Throwing(methods));
  }

  /** Called by a method at its beginning. */
  public static void pass(String seam) throws IOException {
    boolean last = Files.exists(agentFolder.resolve(ENDING)) && !Files.exists(thrown(seam));
    if ((last && !ENDS.compareAndSet(false, true)) || !CALLED.add(seam)) {
      return;
    }
    try {
      Files.createFile(thrown(seam));
    } catch (FileAlreadyExistsException e) {
      return;
    }
    Error error =
        switch (kind(seam)) {
          case "OutOfMemoryError" -> new OutOfMemoryError("a test");
          case "StackOverflowError" -> new StackOverflowError("a test");
          default -> new NoClassDefFoundError("a test");
        };
    StackTraceElement[] trace = error.getStackTrace();
    error.setStackTrace(Arrays.copyOfRange(trace, 1, trace.length));
    throw error;
  }

  /** Puts a call of {@link #pass} at the beginning of methods. */
  static final class Throwing implements ClassFileTransformer {

    private final Map<String, Set<String>> methods;

    Throwing(Map<String, Set<String>> methods) {
      this.methods = methods;
    }

    @Override
    public byte[] transform(
        ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] classFile) {
      if (name == null || !methods.containsKey(name)) {
        return null;
      }
      ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
      new ClassReader(classFile).accept(throwing(writer, name, methods.get(name)), 0);
      return writer.toByteArray();
    }

    private static ClassVisitor throwing(ClassWriter writer, String type, Set<String> methods) {
      return new ClassVisitor(Opcodes.ASM9, writer) {
        @Override
        public MethodVisitor visitMethod(
            int access, String name, String types, String signature, String[] exceptions) {
          MethodVisitor method = super.visitMethod(access, name, types, signature, exceptions);
          boolean real = (access & (Opcodes.ACC_BRIDGE | Opcodes.ACC_ABSTRACT)) == 0;
          return real && methods.contains(name)
              ? throwing(method, type.replace('/', '.') + '.' + name)
              : method;
        }
      };
    }

    private static MethodVisitor throwing(MethodVisitor method, String seam) {
      return new MethodVisitor(Opcodes.ASM9, method) {
        @Override
        public void visitCode() {
          super.visitCode();
          visitLdcInsn(seam);
          visitMethodInsn(
              Opcodes.INVOKESTATIC,
              ErrorSeams.class.getName().replace('.', '/'),
              "pass",
              "(Ljava/lang/String;)V",
              false);
        }
      };
    }
  }
}
