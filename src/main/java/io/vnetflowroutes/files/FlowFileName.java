package io.vnetflowroutes.files;

import io.vnetflowroutes.flow.BatchId;
import io.vnetflowroutes.flow.IdRange;
import io.vnetflowroutes.flow.MessageKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The content of a file's name: the part of a batch, where in the part its flows begin, how many
 * flows of the part it covers, and the kind of file.
 *
 * @param file the file
 */
public record FlowFileName(Path file) {

  private String name() {
    return file.getFileName().toString();
  }

  /** The beginning of the names of all files of its part; the name itself if it names no part. */
  String part() {
    return MessageKey.ofFile(name()).map(key -> IdRange.of(key.part()).first()).orElse(name());
  }

  /** The name of its message; its own name if that names no message. */
  String key() {
    return MessageKey.ofFile(name()).map(MessageKey::toString).orElse(name());
  }

  /** The beginning of the names of all files that its process gathers. */
  String process() {
    String part = part();
    return part.substring(0, part.lastIndexOf('-', part.length() - 2) + 1);
  }

  /** Whether both are about some flow of a part. */
  boolean overlaps(FlowFileName other) {
    Optional<MessageKey> its = MessageKey.ofFile(other.name());
    return MessageKey.ofFile(name())
        .filter(mine -> its.filter(mine::overlaps).isPresent())
        .isPresent();
  }

  /** The beginning of the names of all files of its blob; the name itself if it names no batch. */
  String blob() {
    return batch().map(batch -> IdRange.of(batch.digest()).first()).orElse(name());
  }

  /** Whether both hold the same kind of flows, from bytes of a blob that were cut differently. */
  boolean isOtherCutOf(FlowFileName other) {
    Optional<BatchId> mine = batch();
    Optional<BatchId> its = other.batch();
    return mine.isPresent()
        && its.isPresent()
        && !mine.equals(its)
        && mine.get().overlaps(its.get())
        && kind(mine.get()).equals(other.kind(its.get()));
  }

  private Optional<BatchId> batch() {
    return MessageKey.ofFile(name()).flatMap(key -> BatchId.ofPart(key.part()));
  }

  /** The decision, and what a route selected by. */
  private String kind(BatchId batch) {
    return MessageKey.ofFile(name()).orElseThrow().part().substring(batch.toString().length());
  }

  /** The names that it would have had before its blob was rewritten; the last one first. */
  public List<Path> ofEarlierEditions() {
    return BatchId.earlierEditions(name()).stream().map(file::resolveSibling).toList();
  }

  /** The name of a file that is to lie beside one of this name. */
  public Path beside(int number) {
    String name = name();
    int ending = name.indexOf('.', Math.max(name.lastIndexOf('-'), 0));
    String mark = ".also" + number;
    return file.resolveSibling(
        ending < 0 ? name + mark : name.substring(0, ending) + mark + name.substring(ending));
  }
}
