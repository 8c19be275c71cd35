package io.vnetflowroutes.spool;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;

import io.vnetflowroutes.disk.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The front of a log on disk: the last whole record of a file to which each change is appended. One
 * thread at a time may call it; another process may read the file.
 */
public final class FrontFile {

  /** The name of the file. */
  public static final String NAME = "front";

  /** A longer file is replaced by a new one. */
  private static final long LONGEST = 256 << 10;

  private final Path file;
  private FileChannel channel;
  private long end;

  /** The front of the log in a folder. */
  public FrontFile(Path folder) {
    this.file = folder.resolve(NAME);
  }

  /** The last front that was written; that of a new log if none was. */
  public static Front read(Path folder) throws IOException {
    try (FileChannel in = FileChannel.open(folder.resolve(NAME), READ)) {
      return last(in).front();
    } catch (NoSuchFileException e) {
      return Front.NEW;
    }
  }

  private record Last(Front front, long end) {}

  private static Last last(FileChannel in) throws IOException {
    Last last = new Last(Front.NEW, Framed.FILE_HEADER);
    if (!Framed.hasHeader(in)) {
      return last;
    }
    long length = in.size();
    for (long at = last.end(); at < length; ) {
      long next = Framed.end(in, at, length);
      if (next < 0 || !Framed.isWhole(in, at, next)) {
        break;
      }
      last = new Last(Front.of(Framed.read(in, at, next)), next);
      at = next;
    }
    return last;
  }

  /** Writes a new front; it is on disk when the method returns. */
  public void write(Front front) throws IOException {
    ByteBuffer record = ByteBuffer.wrap(front.toByteArray());
    if (channel == null && Files.exists(file)) {
      open();
    }
    if (channel == null || end + record.remaining() > LONGEST) {
      writeAnew(record);
      return;
    }
    try {
      long next = Framed.write(record, channel, end);
      channel.force(false);
      end = next;
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void open() throws IOException {
    channel = PrivateFiles.open(file, READ);
    end = last(channel).end();
    if (!Framed.hasHeader(channel)) {
      close();
    } else {
      channel.truncate(end);
    }
  }

  private void writeAnew(ByteBuffer record) throws IOException {
    close();
    PrivateFiles.folder(file.getParent());
    Path unfinished = file.resolveSibling(NAME + ".unfinished");
    FileChannel anew = PrivateFiles.open(unfinished, READ, TRUNCATE_EXISTING);
    try {
      Framed.writeHeader(anew);
      long next = Framed.write(record, anew, Framed.FILE_HEADER);
      anew.force(true);
      PrivateFiles.rename(unfinished, file);
      channel = anew;
      end = next;
    } catch (IOException e) {
      anew.close();
      Files.deleteIfExists(unfinished);
      throw e;
    }
  }

  /** Removes the file, because the log is empty. */
  public void delete() throws IOException {
    close();
    Files.deleteIfExists(file);
  }

  private void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
