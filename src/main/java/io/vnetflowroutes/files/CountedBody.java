package io.vnetflowroutes.files;

import io.vnetflowroutes.disk.PrivateFiles;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * The body of a file that is being written: counts the bytes that are read from it, and lets
 * another thread force those to disk that are written already. So the disk works while the next
 * bytes are made. A file of 128 MB that is forced only at its end keeps its writer waiting for half
 * of the time.
 *
 * <p>One thread reads it.
 */
final class CountedBody extends FilterInputStream {

  /** So much is written between two times; with less, a file that fits in memory gains nothing. */
  static final long AHEAD = 8 << 20;

  private final Path file;
  private final ExecutorService forcing;
  private long count;
  private long asked;
  private Future<?> running;

  /**
   * @param file what is written
   * @param forcing runs the thread that forces; {@code null} if the file is not to be forced
   */
  CountedBody(InputStream in, Path file, ExecutorService forcing) {
    super(in);
    this.file = file;
    this.forcing = forcing;
  }

  /** How many bytes were read. */
  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    counted(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    int read = super.read(into, from, most);
    counted(Math.max(read, 0));
    return read;
  }

  private void counted(int some) throws IOException {
    count += some;
    if (forcing != null && count - asked >= AHEAD && (running == null || running.isDone())) {
      awaitForced();
      asked = count;
      running =
          forcing.submit(
              () -> {
                PrivateFiles.forceContent(file);
                return null;
              });
    }
  }

  /**
   * Returns once nothing is being forced any more.
   *
   * @throws IOException if the disk did not take something; who forces the file later is not told
   *     that again
   */
  void awaitForced() throws IOException {
    if (running == null) {
      return;
    }
    try {
      running.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a file was forced to disk", e);
    } finally {
      running = null;
    }
  }
}
