package io.vnetflowroutes.component;

import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;

import io.vnetflowroutes.deadletter.DeadLetterJson;
import io.vnetflowroutes.disk.PrivateFiles;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.format.Syntax;
import io.vnetflowroutes.message.FileNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Keeps unreadable records as the program does: a file for each batch, under the same name when the
 * batch comes again, so that {@code flowlogs replay} can read the folder. Any thread may call it.
 */
final class DeadLetterFolder {

  private final Path folder;

  DeadLetterFolder(Path folder) {
    this.folder = folder;
  }

  /** Writes the unreadable parts of a batch; they are on disk when it returns. */
  void keep(Batch batch) throws IOException {
    DeadLetterJson letter = new DeadLetterJson();
    batch.unreadable().forEach(letter::unreadable);
    Path file =
        folder.resolve(FileNames.in(batch.origin().hour(), batch.id(), Syntax.JSON.extension()));
    PrivateFiles.folder(file.getParent());
    Path unfinished = file.resolveSibling("." + file.getFileName() + ".unfinished");
    try (FileChannel out = PrivateFiles.open(unfinished, TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(letter.toByteArray());
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    PrivateFiles.rename(unfinished, file);
  }
}
