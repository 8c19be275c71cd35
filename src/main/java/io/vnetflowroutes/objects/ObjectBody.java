package io.vnetflowroutes.objects;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;

import io.vnetflowroutes.disk.PrivateFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;

/**
 * The bytes of an object, as often as a client asks for them. Those of a stream lie in a file
 * meanwhile: clients need the length before the first byte, and send it all again after an answer
 * such as 503. The system removes the file's name at once, so a kill leaves nothing behind.
 *
 * <p>One thread at a time uses it.
 */
final class ObjectBody implements AutoCloseable {

  private static final int BUFFER = 64 << 10;

  private final byte[] bytes;
  private final FileChannel file;
  private final long length;
  private final Runnable goesOn;

  private ObjectBody(byte[] bytes, FileChannel file, long length, Runnable goesOn) {
    this.bytes = bytes;
    this.file = file;
    this.length = length;
    this.goesOn = goesOn;
  }

  /** The body of a message. */
  static ObjectBody of(Message message) throws IOException, InvalidPayloadException {
    if (message.getBody() instanceof ObjectStream made) {
      return inFile(made);
    }
    byte[] bytes = message.getMandatoryBody(byte[].class);
    return new ObjectBody(bytes, null, bytes.length, () -> {});
  }

  private static ObjectBody inFile(ObjectStream made) throws IOException {
    Path unfinished =
        PrivateFiles.folder(made.folder()).resolve("object-" + UUID.randomUUID() + ".unfinished");
    FileChannel file = PrivateFiles.open(unfinished, READ, CREATE_NEW, DELETE_ON_CLOSE);
    try {
      made.transferTo(Channels.newOutputStream(file));
      return new ObjectBody(null, file, file.size(), made.goesOn());
    } catch (IOException | RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  long length() {
    return length;
  }

  /** All of it, from its beginning; to be read by one at a time. */
  InputStream open() {
    return bytes == null ? new FileStream() : new ByteArrayInputStream(bytes);
  }

  /** Whether another stream has the same bytes and no more. */
  boolean isIn(InputStream other) throws IOException {
    try (InputStream own = open()) {
      byte[] some;
      do {
        some = own.readNBytes(BUFFER);
        if (!Arrays.equals(other.readNBytes(some.length), some)) {
          return false;
        }
      } while (some.length > 0);
      return other.read() < 0;
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }

  /** Goes back to a mark, however far that is; a client does so before it sends all again. */
  private final class FileStream extends InputStream {

    private long at;
    private long marked;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      goesOn.run();
      int read = file.read(ByteBuffer.wrap(into, from, most), at);
      at += Math.max(0, read);
      return read;
    }

    @Override
    public boolean markSupported() {
      return true;
    }

    @Override
    public synchronized void mark(int limit) {
      marked = at;
    }

    @Override
    public synchronized void reset() {
      at = marked;
    }
  }
}
