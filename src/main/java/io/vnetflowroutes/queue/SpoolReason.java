package io.vnetflowroutes.queue;

import io.vnetflowroutes.disk.PrivateFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that tells others why messages wait in a spool. Not safe for threads. */
final class SpoolReason {

  private static final Logger LOG = LoggerFactory.getLogger(SpoolReason.class);
  private static final String NAME = "reason.txt";

  private final Path folder;

  /** What stands in it, as it was noted last. */
  private String noted = "";

  SpoolReason(Path folder) {
    this.folder = folder;
  }

  /** What is noted in a folder; empty for nothing. */
  static String read(Path folder) throws IOException {
    try {
      return Files.readString(folder.resolve(NAME));
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /** Notes why what waits was not taken; {@code null} for nothing to tell. */
  void note(String reason) {
    if (Objects.equals(noted, reason)) {
      return;
    }
    noted = reason;
    Path file = folder.resolve(NAME);
    try {
      if (reason == null) {
        Files.deleteIfExists(file);
      } else if (Files.isDirectory(folder)) {
        try (FileChannel channel = PrivateFiles.open(file, StandardOpenOption.TRUNCATE_EXISTING);
            OutputStream out = Channels.newOutputStream(channel)) {
          out.write(reason.getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      LOG.debug("Why messages wait cannot be noted", e);
    }
  }
}
