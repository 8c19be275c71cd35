package io.vnetflowroutes.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Predicate;

/**
 * The files below a folder, each folder's files in the order of their names. It keeps only the
 * names of the current folders, so there can be any number of files. It follows links, and skips
 * files that vanish meanwhile. One thread at a time may use it.
 */
final class FileTreeIterator implements Iterator<FileTreeIterator.Found> {

  private final Predicate<Path> wanted;
  private final Deque<Folder> folders = new ArrayDeque<>();
  private Found next;

  /** A file and its attributes. */
  record Found(Path path, BasicFileAttributes attributes) {}

  /**
   * @param key identifies the folder, if its file system can
   */
  private record Folder(Path path, Object key, Iterator<Path> names) {}

  /**
   * @param wanted selects files and folders
   */
  FileTreeIterator(Path folder, Predicate<Path> wanted) {
    this.wanted = wanted;
    BasicFileAttributes attributes = attributes(folder);
    if (attributes != null && attributes.isDirectory()) {
      enter(folder, attributes);
    }
  }

  @Override
  public boolean hasNext() {
    while (next == null && !folders.isEmpty()) {
      Folder folder = folders.element();
      if (folder.names.hasNext()) {
        visit(folder.path.resolve(folder.names.next()));
      } else {
        folders.remove();
      }
    }
    return next != null;
  }

  @Override
  public Found next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Found found = next;
    next = null;
    return found;
  }

  private void visit(Path path) {
    if (!wanted.test(path)) {
      return;
    }
    BasicFileAttributes attributes = attributes(path);
    if (attributes != null && attributes.isRegularFile()) {
      next = new Found(path, attributes);
    } else if (attributes != null && attributes.isDirectory()) {
      enter(path, attributes);
    }
  }

  /** The attributes of a file or folder; {@code null} if it no longer exists. */
  private static BasicFileAttributes attributes(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void enter(Path path, BasicFileAttributes attributes) {
    Object key = attributes.fileKey();
    try {
      if (key != null && folders.stream().anyMatch(folder -> key.equals(folder.key))) {
        throw new FileSystemLoopException(path.toString());
      }
      folders.push(new Folder(path, key, names(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Iterator<Path> names(Path folder) throws IOException {
    List<Path> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(entry -> names.add(entry.getFileName()));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Collections.emptyIterator();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(names);
    return names.iterator();
  }
}
