package io.vnetflowroutes.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves who may read what the program writes, and when two paths are one folder. */
final class PrivateFilesTest {

  @TempDir private Path dir;

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void foldersAndFilesThatAreMadeBelongToTheirOwnerAlone() throws IOException {
    Path folder = PrivateFiles.folder(dir.resolve("state/backfill"));
    assertThat(mode(folder)).isEqualTo("rwx------");
    assertThat(mode(folder.getParent())).isEqualTo("rwx------");
    Path file = folder.resolve("file");
    try (FileChannel channel = PrivateFiles.open(file)) {
      channel.write(ByteBuffer.wrap(new byte[] {1}));
    }
    assertThat(mode(file)).isEqualTo("rw-------");
    PrivateFiles.forceContent(file);
    PrivateFiles.force(folder);
  }

  @Test
  void aFolderThatIsThereStaysAsItIs() throws IOException {
    Path there =
        Files.createDirectory(
            dir.resolve("there"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
    assertThat(PrivateFiles.folder(there)).isEqualTo(there);
    assertThat(mode(there)).isEqualTo("rwxr-x---");
  }

  @Test
  void aFileInTheWayOfAFolderIsAnError() throws IOException {
    Path file = Files.createFile(dir.resolve("file"));
    assertThatThrownBy(() -> PrivateFiles.folder(file))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void oneFolderByTwoPathsIsOne() throws IOException {
    Path real = Files.createDirectory(dir.resolve("real"));
    Path link = Files.createSymbolicLink(dir.resolve("link"), real);
    assertThat(RealFolder.of(link.resolve("out"))).isEqualTo(RealFolder.of(real.resolve("out")));
    assertThat(RealFolder.of(real.resolve("a/../out")))
        .isEqualTo(RealFolder.of(real.resolve("./out")));
    assertThat(RealFolder.of(real.resolve("out"))).isNotEqualTo(RealFolder.of(dir.resolve("out")));
  }

  @Test
  void errorsOfTheDiskAreToldFromOthers() {
    assertThat(DiskProblem.is(new FileSystemException("/full", null, "No space left on device")))
        .isTrue();
    assertThat(DiskProblem.is(new IOException("No space left on device"))).isTrue();
    assertThat(DiskProblem.is(new IOException("the answer broke off"))).isFalse();
  }
}
