package io.vnetflowroutes.files;

import io.vnetflowroutes.disk.PrivateFiles;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.GenericFileProducer;

/**
 * Writes files as Camel does, and returns when they are on disk under their names.
 *
 * <p>An existing file counts as written only if it holds exactly the bytes of the message.
 */
final class ForcedFileProducer extends GenericFileProducer<File> {

  private final boolean forces;
  private final Charset charset;
  private final SameName sameName;
  private final SameName.Listener listener;
  private final FolderNames names = new FolderNames();

  ForcedFileProducer(ForcedFileEndpoint endpoint, SameName sameName, SameName.Listener listener) {
    super(endpoint, new ForcedFileOperations(endpoint));
    this.forces = endpoint.isForceWrites();
    this.charset = endpoint.getCharset() == null ? null : Charset.forName(endpoint.getCharset());
    this.sameName = sameName;
    this.listener = listener;
  }

  /**
   * Writes a file. An existing file that stays may come from a process that was killed before it
   * had forced it.
   */
  @Override
  protected void processExchange(Exchange exchange, String target) throws Exception {
    Path file = Path.of(target);
    boolean there = Files.exists(file);
    Path written = sameName == null ? writtenByCamel(exchange, file) : written(exchange, file);
    if (forces && written != null) {
      if (there || !written.equals(file)) {
        PrivateFiles.forceContent(written);
      }
      PrivateFiles.force(written.toAbsolutePath().getParent());
    }
  }

  private Path writtenByCamel(Exchange exchange, Path file) throws Exception {
    super.processExchange(exchange, file.toString());
    return file;
  }

  /** Returns the file that holds the message now; {@code null} if none does. */
  private Path written(Exchange exchange, Path file) throws Exception {
    FlowFileName name = new FlowFileName(file);
    if (exchange.getIn().getHeader(SameName.PLANNED, false, Boolean.class)) {
      return planned(exchange, name);
    }
    for (Path earlier : name.ofEarlierEditions()) {
      if (holds(exchange, earlier)) {
        return earlier;
      }
    }
    if (!Files.exists(file)) {
      Optional<Path> other = withTheSameFlows(name);
      if (other.isPresent()) {
        listener.leftAlone(exchange, other.get());
        return null;
      }
      return writtenByCamel(exchange, file);
    }
    if (holds(exchange, file)) {
      return file;
    }
    return switch (sameName) {
      case KEEP_BOTH -> beside(exchange, name);
      case LEAVE_ALONE -> {
        listener.leftAlone(exchange, file);
        yield null;
      }
      case REPLACE -> replaced(exchange, file);
    };
  }

  /** A file that has to stay, and holds flows of one that is not there. */
  private Optional<Path> withTheSameFlows(FlowFileName name) throws IOException {
    if (sameName == SameName.KEEP_BOTH) {
      return Optional.empty();
    }
    Optional<Path> overlapping =
        sameName == SameName.LEAVE_ALONE ? names.overlapping(name) : Optional.empty();
    return overlapping.isPresent() ? overlapping : names.ofOtherCut(name);
  }

  /**
   * The file of a message that was written down before it was sent. A kill may have come right
   * before that was noted, and other settings may give the file another ending now.
   */
  private Path planned(Exchange exchange, FlowFileName name) throws Exception {
    Optional<Path> there = names.planned(name, unfinished(exchange, name));
    if (there.isPresent()) {
      return there.get();
    }
    if (sameName == SameName.LEAVE_ALONE) {
      Optional<Path> others = names.others(name);
      if (others.isPresent()) {
        listener.leftAlone(exchange, others.get());
        return null;
      }
    }
    return writtenByCamel(exchange, name.file());
  }

  /** The prefix of the name of a file that is being written; {@code null} for none. */
  private String unfinished(Exchange exchange, FlowFileName name) {
    if (endpoint.getTempFileName() == null) {
      return null;
    }
    String temporary = createTempFileName(exchange, name.file().toString());
    String last = Path.of(temporary).getFileName().toString();
    String own = name.file().getFileName().toString();
    int at = last.indexOf(own);
    return at > 0 ? last.substring(0, at) : null;
  }

  private Path beside(Exchange exchange, FlowFileName name) throws Exception {
    for (int number = 1; ; number++) {
      Path beside = name.beside(number);
      if (!Files.exists(beside)) {
        writtenByCamel(exchange, beside);
        listener.keptBoth(exchange, name.file(), beside);
        return beside;
      }
      if (holds(exchange, beside)) {
        return beside;
      }
    }
  }

  /** Renames the new file over the old one, so that one of them is there at every instant. */
  private Path replaced(Exchange exchange, Path file) {
    String unfinished = createTempFileName(exchange, file.toString());
    writeFile(exchange, unfinished);
    if (!operations.renameFile(unfinished, file.toString())) {
      throw new GenericFileOperationFailedException("Cannot rename file to: " + file);
    }
    return file;
  }

  /** Whether a file is there and holds the bytes of the message. */
  private boolean holds(Exchange exchange, Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    byte[] bytes = exchange.getIn().getBody(byte[].class);
    exchange.getIn().setBody(bytes);
    byte[] asWritten =
        charset == null ? bytes : new String(bytes, StandardCharsets.UTF_8).getBytes(charset);
    return Files.size(file) == asWritten.length
        && Arrays.equals(Files.readAllBytes(file), asWritten);
  }
}
