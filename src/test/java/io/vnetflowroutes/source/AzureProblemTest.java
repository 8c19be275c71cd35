package io.vnetflowroutes.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

/** Proves that what goes wrong with a directory is a sentence, and not a bare path. */
class AzureProblemTest {

  private static String sentence(FileSystemException error) {
    return AzureProblem.sentence(new UncheckedIOException(error));
  }

  @Test
  void aFolderThatMayNotBeReadSaysWhoMustAct() {
    assertThat(sentence(new AccessDeniedException("/srv/logs")))
        .isEqualTo(
            "Permission denied: the user that runs this program may not read '/srv/logs'; let it"
                + " read files and enter folders there");
  }

  @Test
  void aFolderThatIsGoneOrBrokenIsNamed() {
    assertThat(sentence(new NoSuchFileException("/srv/logs")))
        .isEqualTo("No data found: '/srv/logs' is not there");
    assertThat(sentence(new FileSystemException("/srv/logs", null, "Input/output error")))
        .isEqualTo("'/srv/logs' cannot be read: Input/output error; check the disk or the mount");
  }
}
