package io.vnetflowroutes.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * A Maven repository on this machine: with libraries that a test makes up, and what the local
 * repository of the build holds.
 */
final class MavenRepository implements AutoCloseable {

  private static final Path BUILD = Path.of(System.getProperty("user.home"), ".m2", "repository");

  private static final String SHA1 = ".sha1";

  private final Path folder;
  private final HttpServer server;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  MavenRepository(Path folder) throws IOException {
    this.folder = folder;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** What was asked for. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  /**
   * Adds {@code com.example:NAME:VERSION}, whose jar has one file of its name.
   *
   * @param needs {@code group:artifact:version} of what it needs
   */
  void add(String name, String version, String... needs) throws IOException {
    StringBuilder dependencies = new StringBuilder();
    for (String need : needs) {
      String[] parts = need.split(":", -1);
      dependencies.append(
          "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>"
              .formatted(parts[0], parts[1], parts[2]));
    }
    Path place =
        Files.createDirectories(folder.resolve("com/example/%s/%s".formatted(name, version)));
    Files.writeString(
        place.resolve("%s-%s.pom".formatted(name, version)),
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>com.example</groupId><artifactId>%s</artifactId><version>%s</version>
          <dependencies>%s</dependencies>
        </project>
        """
            .formatted(name, version, dependencies));
    jar(
        place.resolve("%s-%s.jar".formatted(name, version)),
        name + ".txt",
        name.getBytes(StandardCharsets.UTF_8));
  }

  /** Makes a jar with one entry. */
  static Path jar(Path file, String entry, byte[] content) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      jar.putNextEntry(new JarEntry(entry));
      jar.write(content);
    }
    return file;
  }

  private void answer(HttpExchange request) throws IOException {
    String path = request.getRequestURI().getPath().substring(1);
    asked.add(path);
    boolean sum = path.endsWith(SHA1);
    Path file = file(sum ? path.substring(0, path.length() - SHA1.length()) : path);
    try (request;
        OutputStream out = request.getResponseBody()) {
      if (!Files.isRegularFile(file)) {
        request.sendResponseHeaders(404, -1);
        return;
      }
      byte[] bytes = sum ? sha1(file) : Files.readAllBytes(file);
      request.sendResponseHeaders(200, bytes.length);
      out.write(bytes);
    }
  }

  private Path file(String path) {
    Path file = folder.resolve(path);
    return Files.isRegularFile(file) ? file : BUILD.resolve(path);
  }

  private static byte[] sha1(Path file) throws IOException {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-1").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(sum).getBytes(StandardCharsets.US_ASCII);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
