package io.vnetflowroutes.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports of this machine, below those that the kernel gives to clients. A JVM hands out ports of
 * blocks that it alone has, and keeps the first port of each bound as long as it lives: so neither
 * another JVM nor another build takes a port whose server is down for a while, and none is handed
 * out twice.
 */
final class Ports {
  private static final int FIRST = 20_000;
  private static final int BLOCK = 50;
  private static final int BLOCKS = 240;
  private static final List<ServerSocket> BLOCKS_HELD = new ArrayList<>();
  private static int next;
  private static int end;

  private Ports() {}

  /** A port that nobody listens at, and that nobody else is given. */
  static synchronized int free() {
    while (true) {
      while (next < end) {
        int port = next++;
        if (unused(port)) {
          return port;
        }
      }
      takeBlock();
    }
  }

  private static void takeBlock() {
    int begin = (int) (ProcessHandle.current().pid() % BLOCKS);
    for (int i = 0; i < BLOCKS; i++) {
      int first = FIRST + BLOCK * ((begin + i) % BLOCKS);
      ServerSocket held = bound(first);
      if (held != null) {
        BLOCKS_HELD.add(held);
        next = first + 1;
        end = first + BLOCK;
        return;
      }
    }
    throw new IllegalStateException("Each block of ports is taken");
  }

  private static boolean unused(int port) {
    try (ServerSocket socket = bound(port)) {
      return socket != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A socket that listens there, or null where that port is taken. */
  private static ServerSocket bound(int port) {
    try {
      return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    } catch (IOException taken) {
      return null;
    }
  }
}
