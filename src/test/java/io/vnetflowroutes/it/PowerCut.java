package io.vnetflowroutes.it;

import io.vnetflowroutes.it.Strace.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A disk of which the power can be cut: it follows the calls of a program, and knows at each
 * instant what was forced. What a file system does with the rest is its own affair, so several ways
 * are looked at.
 */
final class PowerCut {

  /** What is lost of all that was not forced. */
  enum Loss {
    /** All of it: bytes, names and removals. */
    EVERYTHING,
    /** Bytes and names, while what was removed is gone. */
    ALL_BUT_REMOVALS,
    /** Bytes only. */
    CONTENT
  }

  /** A file or a folder, as the program sees it, and as it is on the disk. */
  private static final class Node {
    private final boolean folder;
    private byte[] content = new byte[0];
    private byte[] forced = new byte[0];
    private final Map<String, Node> entries = new TreeMap<>();
    private final Map<Loss, Map<String, Node>> onDisk = new EnumMap<>(Loss.class);

    Node(boolean folder) {
      this.folder = folder;
      for (Loss loss : Loss.values()) {
        onDisk.put(loss, new TreeMap<>());
      }
    }
  }

  private record Open(Node node, long[] position) {}

  private final Path root;
  private final Node top = new Node(true);
  private final Map<Integer, Open> open = new HashMap<>();

  /** The disk as it is now, all of it forced; without what ends in one of the endings. */
  PowerCut(Path root, Set<String> without) {
    this.root = root;
    load(root, top, without);
  }

  private static void load(Path folder, Node into, Set<String> without) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (without.stream().anyMatch(name::endsWith)) {
          continue;
        }
        Node node = new Node(Files.isDirectory(file));
        into.entries.put(name, node);
        into.onDisk.values().forEach(entries -> entries.put(name, node));
        if (node.folder) {
          load(file, node, without);
        } else {
          node.content = Files.readAllBytes(file);
          node.forced = node.content;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Follows the calls of a program.
   *
   * @param forced is told the name of each file or folder once it is forced
   */
  void follow(Path trace, Consumer<String> forced) {
    Strace.read(
        trace,
        call ->
            switch (call == null ? "" : call.name()) {
              case "fsync", "fdatasync" -> force(call, forced);
              default -> this::change;
            });
  }

  /** What is there when the call begins is on the disk when it has ended. */
  private Consumer<Call> force(Call call, Consumer<String> forced) {
    Node node = at(call.path());
    if (node == null) {
      return ended -> {};
    }
    byte[] content = node.content;
    Map<String, Node> entries = new TreeMap<>(node.entries);
    return ended -> {
      node.forced = content;
      node.onDisk.replaceAll((loss, before) -> new TreeMap<>(entries));
      forced.accept(call.path());
    };
  }

  private void change(Call call) {
    switch (call.name()) {
      case "open", "openat", "creat" -> open(call);
      case "write" -> write(call, -1);
      case "pwrite64" -> write(call, call.lastNumber());
      case "ftruncate" -> truncate(call);
      case "rename", "renameat", "renameat2" -> rename(call.text(0), call.text(1));
      case "mkdir", "mkdirat" -> put(call.text(0), new Node(true));
      case "unlink", "unlinkat", "rmdir" -> remove(call.text(0));
      default -> throw new IllegalStateException(call.name());
    }
  }

  private void open(Call call) {
    Node node = at(call.text(0));
    String flags = call.arguments();
    if (node == null && flags.contains("O_CREAT")) {
      node = new Node(false);
      put(call.text(0), node);
    }
    open.remove(call.result());
    if (node != null) {
      if (flags.contains("O_TRUNC")) {
        node.content = new byte[0];
      }
      long position = flags.contains("O_APPEND") ? node.content.length : 0;
      open.put(call.result(), new Open(node, new long[] {position}));
    }
  }

  private void write(Call call, long position) {
    Open file = inside(call.path()) ? open.get(call.descriptor()) : null;
    if (file != null) {
      byte[] bytes = Arrays.copyOf(call.texts().get(0), call.result());
      long from = position < 0 ? file.position[0] : position;
      byte[] old = file.node.content;
      byte[] now = Arrays.copyOf(old, Math.max(old.length, Math.toIntExact(from) + bytes.length));
      System.arraycopy(bytes, 0, now, Math.toIntExact(from), bytes.length);
      file.node.content = now;
      file.position[0] = position < 0 ? from + bytes.length : file.position[0];
    }
  }

  private void truncate(Call call) {
    Open file = inside(call.path()) ? open.get(call.descriptor()) : null;
    if (file != null) {
      file.node.content = Arrays.copyOf(file.node.content, Math.toIntExact(call.lastNumber()));
    }
  }

  private void rename(String from, String to) {
    Node node = at(from);
    if (node != null) {
      folder(from).entries.remove(name(from));
      folder(from).onDisk.get(Loss.CONTENT).remove(name(from));
      put(to, node);
    }
  }

  private void put(String path, Node node) {
    Node folder = folder(path);
    if (folder != null) {
      folder.entries.put(name(path), node);
      folder.onDisk.get(Loss.CONTENT).put(name(path), node);
    }
  }

  private void remove(String path) {
    Node folder = folder(path);
    if (folder != null) {
      folder.entries.remove(name(path));
      folder.onDisk.get(Loss.CONTENT).remove(name(path));
      folder.onDisk.get(Loss.ALL_BUT_REMOVALS).remove(name(path));
    }
  }

  private boolean inside(String path) {
    return root.resolve(path).normalize().startsWith(root);
  }

  private Node folder(String path) {
    Path parent = root.resolve(path).normalize().getParent();
    return parent == null ? null : at(parent.toString());
  }

  private static String name(String path) {
    return Path.of(path).getFileName().toString();
  }

  /** What the program sees at a path; {@code null} where there is nothing. */
  private Node at(String path) {
    Path whole = root.resolve(path).normalize();
    if (!whole.startsWith(root)) {
      return null;
    }
    Node node = top;
    for (Path step : root.relativize(whole)) {
      if (!step.toString().isEmpty()) {
        node = node == null ? null : node.entries.get(step.toString());
      }
    }
    return node;
  }

  /** Lays out in a folder what is there when the power was cut now. */
  void restore(Path folder, Loss loss) {
    try {
      restore(top, folder, loss);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void restore(Node node, Path at, Loss loss) throws IOException {
    if (!node.folder) {
      Files.write(at, node.forced);
      return;
    }
    Files.createDirectories(at);
    for (Map.Entry<String, Node> entry : node.onDisk.get(loss).entrySet()) {
      restore(entry.getValue(), at.resolve(entry.getKey()), loss);
    }
  }
}
