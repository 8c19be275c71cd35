package io.vnetflowroutes.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that a large file is forced while it is written, and that a failure of that is told. */
class CountedBodyTest {

  private static final int AHEAD = (int) CountedBody.AHEAD;

  @TempDir private Path folder;
  private final ThreadPoolExecutor forcing =
      new ThreadPoolExecutor(0, 10, 1, TimeUnit.MINUTES, new SynchronousQueue<>());

  @AfterEach
  void stop() {
    forcing.shutdownNow();
  }

  private CountedBody body(Path file, int bytes) {
    return new CountedBody(new ByteArrayInputStream(new byte[bytes]), file, forcing);
  }

  @Test
  void aLargeFileIsForcedWhileItIsWritten() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    CountedBody body = body(file, 2 * AHEAD);
    body.readNBytes(AHEAD - 1);
    assertThat(forcing.getTaskCount()).isZero();
    body.readNBytes(AHEAD + 1);
    body.awaitForced();
    assertThat(forcing.getCompletedTaskCount() + forcing.getActiveCount()).isPositive();
    assertThat(body.count()).isEqualTo(2L * AHEAD);
  }

  @Test
  void whatTheDiskDidNotTakeIsTold() throws IOException {
    CountedBody body = body(folder.resolve("missing"), AHEAD);
    body.readNBytes(AHEAD);
    assertThatThrownBy(body::awaitForced).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void withoutForcingItCountsOnly() throws IOException {
    CountedBody body = new CountedBody(new ByteArrayInputStream(new byte[AHEAD]), null, null);
    body.readNBytes(AHEAD);
    body.awaitForced();
    assertThat(body.count()).isEqualTo(AHEAD);
  }
}
