package io.vnetflowroutes.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * A directory laid out like the container: a copied archive, or a mounted account. Any thread may
 * call it.
 */
public final class DirectoryContainer implements Container {

  /** The blobs in a page, as many as Azure has. */
  private static final int PAGE = 5_000;

  private final String source;
  private final Path directory;
  private final SourceListener listener;
  private final LongAdder listCalls = new LongAdder();
  private final Set<Path> nameless = ConcurrentHashMap.newKeySet();

  /** A directory without a listener for names that are not text. */
  public DirectoryContainer(String source, Path directory) {
    this(source, directory, SourceListener.NONE);
  }

  public DirectoryContainer(String source, Path directory, SourceListener listener) {
    this.source = source;
    this.directory = directory.toAbsolutePath().normalize();
    this.listener = listener;
  }

  @Override
  public List<String> folders(String prefix) {
    listCalls.increment();
    try (Stream<Path> entries = Files.list(directory.resolve(prefix))) {
      return entries
          .filter(Files::isDirectory)
          .filter(this::hasName)
          .map(folder -> nameOf(folder) + '/')
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Iterator<List<ListedBlob>> pages(String prefix) {
    listCalls.increment();
    FileTreeIterator files = new FileTreeIterator(directory.resolve(prefix), this::hasName);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return files.hasNext();
      }

      @Override
      public List<ListedBlob> next() {
        List<ListedBlob> page = new ArrayList<>();
        while (page.size() < PAGE && files.hasNext()) {
          page.add(listed(files.next()));
        }
        return page;
      }
    };
  }

  @Override
  public String location() {
    return "the directory " + directory;
  }

  /** {@inheritDoc} Links and mounts may lead to one directory by several paths. */
  @Override
  public Object place() {
    try {
      Path real = directory.toRealPath();
      Object key = Files.readAttributes(real, BasicFileAttributes.class).fileKey();
      return key == null ? real : key;
    } catch (IOException e) {
      return directory;
    }
  }

  @Override
  public long listCalls() {
    return listCalls.sum();
  }

  @Override
  public boolean renew() {
    return false;
  }

  @Override
  public Instant now(Instant here) {
    return here;
  }

  @Override
  public boolean remote() {
    return false;
  }

  @Override
  public Map<AzureCalls.Call, Long> calls() {
    return Map.of();
  }

  @Override
  public InputStream open(ListedBlob blob, long from, long to) throws IOException {
    FileChannel channel = FileChannel.open(directory.resolve(blob.name()));
    channel.position(from);
    return new BoundedStream(Channels.newInputStream(channel), to - from);
  }

  private ListedBlob listed(FileTreeIterator.Found file) {
    BasicFileAttributes found = file.attributes();
    long modified = found.lastModifiedTime().toMillis();
    String etag = modified + "-" + found.fileKey();
    String name = nameOf(file.path());
    return new ListedBlob(source, name, found.size(), etag, 0, modified, changed(file, modified));
  }

  /**
   * The time of the last change, which Unix sets itself; {@code cp -p} and {@code rsync -t} set the
   * other time.
   */
  private static long changed(FileTreeIterator.Found file, long modified) {
    try {
      return Files.getAttribute(file.path(), "unix:ctime") instanceof FileTime time
          ? time.toMillis()
          : modified;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return modified;
    }
  }

  /**
   * Whether a file can be opened by its name as text. On Unix a name is bytes, which need not be
   * text in this machine's encoding.
   */
  private boolean hasName(Path path) {
    String name = nameOf(path);
    try {
      if (directory.resolve(name).equals(path)) {
        return true;
      }
    } catch (InvalidPathException e) {
      // Then it has none either.
    }
    if (nameless.add(path)) {
      listener.nameless(source, name);
    }
    return false;
  }

  private String nameOf(Path path) {
    return directory.relativize(path).toString().replace('\\', '/');
  }
}
