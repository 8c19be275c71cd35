package io.vnetflowroutes.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP proxy as companies have it, which tunnels (CONNECT) and forwards, and may want a
 * password. Every host is this machine, so that names may be made up.
 */
final class ForwardProxy implements AutoCloseable {
  private final ServerSocket server;
  private final String login;
  private final List<String> served = new CopyOnWriteArrayList<>();
  private final List<String> refused = new CopyOnWriteArrayList<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "proxy");
            thread.setDaemon(true);
            return thread;
          });

  private ForwardProxy(String login) {
    this.login = login;
    try {
      this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** Serves everybody. */
  static ForwardProxy start() {
    return new ForwardProxy(null);
  }

  /** Answers 407 to whoever does not show this user and password. */
  static ForwardProxy start(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new ForwardProxy("Basic " + Base64.getEncoder().encodeToString(pair));
  }

  int port() {
    return server.getLocalPort();
  }

  /**
   * What was asked for and served: {@code CONNECT host:port}, {@code POST http://host:port/path}.
   */
  List<String> served() {
    return List.copyOf(served);
  }

  /** What was answered with 407. */
  List<String> refused() {
    return List.copyOf(refused);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = client.getInputStream();
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        String line = head.lines().findFirst().orElse("").replaceFirst(" HTTP/1.1$", "");
        if (login != null && !login.equals(header(head, "proxy-authorization"))) {
          refused.add(line);
          String answer =
              String.join(
                  "\r\n",
                  "HTTP/1.1 407 Proxy Authentication Required",
                  "Proxy-Authenticate: Basic realm=\"proxy\"",
                  "Content-Length: 0",
                  "",
                  "");
          skipBody(in, head);
          client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
          continue;
        }
        served.add(line);
        pass(client, line, head);
        return;
      }
    } catch (IOException e) {
      // The client sees that the connection is closed.
    }
  }

  private void pass(Socket client, String line, String head) throws IOException {
    String target = line.split(" ", -1)[1].replaceFirst("^http://", "").replaceFirst("/.*", "");
    int port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
    try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), port)) {
      if (line.startsWith("CONNECT ")) {
        client
            .getOutputStream()
            .write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      } else {
        String direct = head.replaceFirst("http://[^/ ]*", "") + "\r\n\r\n";
        upstream.getOutputStream().write(direct.getBytes(StandardCharsets.ISO_8859_1));
      }
      threads.execute(() -> copy(upstream, client));
      copy(client, upstream);
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      from.getInputStream().transferTo(out);
      to.shutdownOutput();
    } catch (IOException e) {
      // One of both has closed the connection.
    }
  }

  private static void skipBody(InputStream in, String head) throws IOException {
    String length = header(head, "content-length");
    if (length != null) {
      in.skipNBytes(Long.parseLong(length));
    } else if (header(head, "transfer-encoding") != null) {
      String end = "\r\n0\r\n\r\n";
      for (String last = ""; !last.equals(end); ) {
        String all = last + (char) in.read();
        last = all.substring(Math.max(0, all.length() - end.length()));
      }
    }
  }

  private static String header(String head, String name) {
    return head.lines()
        .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(name + ':'))
        .map(header -> header.substring(header.indexOf(':') + 1).trim())
        .findFirst()
        .orElse(null);
  }

  /** What comes before an empty line; an empty text at the end. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.write(next);
      String text = head.toString(StandardCharsets.ISO_8859_1);
      if (text.endsWith("\r\n\r\n")) {
        return text.substring(0, text.length() - 4);
      }
    }
    return "";
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}
