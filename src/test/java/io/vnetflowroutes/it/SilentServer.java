package io.vnetflowroutes.it;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A server that never gives an answer, in one of several ways. */
final class SilentServer implements AutoCloseable {

  /** What it does instead. */
  enum Way {
    /** It takes the request and says nothing. */
    ACCEPTS,
    /** It drops packets that open a connection, as a firewall may. */
    DROPS,
    /** It sends a byte of its answer now and then. */
    TRICKLES
  }

  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n";

  private final ServerSocket listening;
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  SilentServer(Way way) {
    try {
      listening = new ServerSocket();
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
      if (way == Way.DROPS) {
        fillQueue();
      } else {
        threads.execute(() -> accept(way));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + listening.getLocalPort() + "/in";
  }

  /** How many connections it has taken. */
  int taken() {
    return connections.size();
  }

  /** Once the queue of connections that nobody accepts is full, Linux drops further ones. */
  private void fillQueue() throws IOException {
    while (true) {
      Socket socket = new Socket();
      try {
        socket.connect(listening.getLocalSocketAddress(), 500);
        connections.add(socket);
      } catch (java.net.SocketTimeoutException e) {
        socket.close();
        return;
      }
    }
  }

  private void accept(Way way) {
    try {
      while (!listening.isClosed()) {
        Socket socket = listening.accept();
        connections.add(socket);
        if (way == Way.TRICKLES) {
          threads.execute(() -> trickle(socket));
        }
      }
    } catch (IOException e) {
      // It is closed.
    }
  }

  private static void trickle(Socket socket) {
    try {
      OutputStream out = socket.getOutputStream();
      for (byte next :
          (ANSWER + "x".repeat(1000)).getBytes(java.nio.charset.StandardCharsets.US_ASCII)) {
        out.write(next);
        TimeUnit.MILLISECONDS.sleep(300);
      }
    } catch (IOException e) {
      // The other side has given up.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      listening.close();
      for (Socket socket : connections) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
