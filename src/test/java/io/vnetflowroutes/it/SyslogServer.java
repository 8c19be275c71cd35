package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A receiver of syslog by TCP that keeps each body, and closes the connection once it has read to
 * its end, which confirms it. It may reset the first connections instead.
 */
final class SyslogServer implements AutoCloseable {
  private static final Pattern ID = Pattern.compile(" \\[flow@32473 id=\"([^\"]+)\"");

  private final ServerSocket listening;
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> resets = new CopyOnWriteArrayList<>();
  private final int firstReset;

  private SyslogServer(ServerSocket listening, int firstReset) {
    this.listening = listening;
    this.firstReset = firstReset;
  }

  /** Starts on a free port; so many of the first connections are reset after their last byte. */
  static SyslogServer start(int firstReset) throws IOException {
    ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    SyslogServer server = new SyslogServer(listening, firstReset);
    Thread thread = new Thread(server::serve, "syslog");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private void serve() {
    while (!listening.isClosed()) {
      try (Socket connection = listening.accept()) {
        String body =
            new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (resets.size() < firstReset) {
          resets.add(body);
          connection.setSoLinger(true, 0);
        } else {
          bodies.add(body);
        }
      } catch (IOException ended) {
        // The client or the test may be the first to go.
      }
    }
  }

  String url() {
    return "tcp://127.0.0.1:" + listening.getLocalPort();
  }

  /** What it has confirmed. */
  List<String> bodies() {
    return bodies;
  }

  /** What it has read and not confirmed. */
  List<String> resets() {
    return resets;
  }

  /** The messages of what it has confirmed, each of which has its length in front. */
  List<String> messages() {
    List<String> messages = new ArrayList<>();
    for (String body : bodies) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      for (int from = 0; from < bytes.length; ) {
        int length = 0;
        for (; bytes[from] != ' '; from++) {
          assertThat(bytes[from]).as("a digit of a length").isBetween((byte) '0', (byte) '9');
          length = length * 10 + bytes[from] - '0';
        }
        from++;
        messages.add(new String(bytes, from, length, StandardCharsets.UTF_8));
        from += length;
      }
    }
    return messages;
  }

  /** The ids of the flows in what it has confirmed. */
  List<String> ids() {
    List<String> ids = new ArrayList<>();
    for (String message : messages()) {
      Matcher id = ID.matcher(message);
      assertThat(id.find()).as("an id in %s", message).isTrue();
      ids.add(id.group(1));
    }
    return ids;
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
