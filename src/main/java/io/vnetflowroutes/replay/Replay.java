package io.vnetflowroutes.replay;

import io.vnetflowroutes.bytes.Digest;
import io.vnetflowroutes.deadletter.DeadLetter;
import io.vnetflowroutes.deadletter.DeadLetterFiles;
import io.vnetflowroutes.deadletter.DeadLetterJson;
import io.vnetflowroutes.disk.PrivateFiles;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.BatchId;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.Unreadable;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.parse.RecordJson;
import io.vnetflowroutes.parse.Rereader;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Sends the dead letters of one file, and keeps in the file those that still cannot be read or are
 * not accepted. One thread replays; any other may call {@link #stop}.
 */
public final class Replay {

  private static final int ID_BYTES = 8;

  private final Rereader rereader;
  private final Predicate<Batch> batches;
  private final BiPredicate<String, Delivery> messages;
  private final Function<DeadLetter, Optional<String>> unsendable;
  private volatile boolean stopping;

  /**
   * @param limits what may be read
   * @param json the parser's limits
   * @param batches delivers a batch, and says whether every destination acknowledged it
   * @param messages delivers a message to the destination of that name, and says whether it
   *     acknowledged
   * @param unsendable why the message of a letter cannot be sent with the present settings; empty
   *     if it can
   */
  public Replay(
      ParseLimits limits,
      RecordJson json,
      Predicate<Batch> batches,
      BiPredicate<String, Delivery> messages,
      Function<DeadLetter, Optional<String>> unsendable) {
    this.rereader = new Rereader(limits, json);
    this.batches = batches;
    this.messages = messages;
    this.unsendable = unsendable;
  }

  /**
   * Sends what can be sent of a file, and takes it out of the file; the file goes with the last.
   *
   * @throws IOException if the file cannot be read or written
   */
  public Replayed replay(Path file) throws IOException {
    Replayed done = new Replayed();
    List<String> left = new ArrayList<>();
    Map<Origin, OfBlob> readable = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      DeadLetter deadLetter = DeadLetterJson.read(line);
      Optional<String> held =
          deadLetter.refused() == null ? Optional.empty() : unsendable.apply(deadLetter);
      if (held.isPresent()) {
        left.add(line);
        done.unsendable(held.get());
        continue;
      }
      boolean gone =
          deadLetter.unreadable() != null ? reread(deadLetter, readable) : send(deadLetter);
      if (!gone) {
        left.add(line);
      }
      if (deadLetter.refused() != null) {
        done.tried(deadLetter.refused().flows(), gone);
      } else if (!gone) {
        done.unreadable(deadLetter.reason());
      }
    }
    readable.forEach(
        (origin, found) -> {
          boolean taken = !stopping && batches.test(batch(origin, found.flows));
          done.tried(found.flows.size(), taken);
          left.addAll(taken ? found.unreadable : found.lines);
          found.reasons.forEach(done::unreadable);
        });
    if (done.flows() > 0) {
      keep(file, left);
    }
    return done;
  }

  /** Sends no more; what is in hand is finished, and the rest stays in its file. */
  public void stop() {
    stopping = true;
  }

  /** Whether no more is sent. */
  public boolean stopping() {
    return stopping;
  }

  private boolean send(DeadLetter deadLetter) {
    return deadLetter.refused() != null
        && !stopping
        && deadLetter.refused().each().stream()
            .allMatch(one -> !stopping && messages.test(deadLetter.destination(), one));
  }

  /** The flows that can be read now from the letters about one blob. */
  private static final class OfBlob {
    private final List<Flow> flows = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
  }

  private boolean reread(DeadLetter deadLetter, Map<Origin, OfBlob> readable) {
    Rereader.Result now = rereader.reread(deadLetter.unreadable());
    if (now.flows().isEmpty()) {
      return false;
    }
    OfBlob found =
        readable.computeIfAbsent(deadLetter.unreadable().origin(), origin -> new OfBlob());
    found.flows.addAll(now.flows());
    found.lines.add(deadLetter.line());
    for (Unreadable left : now.left()) {
      found.unreadable.add(line(left));
      found.reasons.add(left.reason());
    }
    return true;
  }

  private static String line(Unreadable unreadable) {
    DeadLetterJson deadLetter = new DeadLetterJson();
    deadLetter.unreadable(unreadable);
    return new String(deadLetter.toByteArray(), StandardCharsets.UTF_8).stripTrailing();
  }

  /**
   * The batch of flows. The same flows make a batch of the same name, so that an interrupted replay
   * continues.
   */
  private static Batch batch(Origin origin, List<Flow> flows) {
    RecordContext first = flows.get(0).record();
    String ids = flows.stream().map(Flow::id).collect(Collectors.joining(","));
    BatchId id = BatchId.replayed(first, Digest.of(ids, ID_BYTES));
    return new Batch(
        id.toString(),
        origin,
        first.offset(),
        first.offset(),
        0,
        part(id, origin, Decision.ALLOW, flows),
        part(id, origin, Decision.DENY, flows),
        List.of(),
        new byte[0],
        false);
  }

  private static BatchPart part(BatchId id, Origin origin, Decision decision, List<Flow> flows) {
    return new BatchPart(
        id.part(decision),
        origin,
        decision,
        flows.stream().filter(flow -> flow.decision() == decision).toList());
  }

  private static void keep(Path file, List<String> lines) throws IOException {
    if (lines.isEmpty()) {
      Files.delete(file);
      PrivateFiles.force(file.toAbsolutePath().getParent());
      return;
    }
    Path unfinished = DeadLetterFiles.unfinished(file);
    try (FileChannel channel = PrivateFiles.open(unfinished, StandardOpenOption.TRUNCATE_EXISTING);
        Writer out = Channels.newWriter(channel, StandardCharsets.UTF_8)) {
      for (String line : lines) {
        out.append(line).append('\n');
      }
      out.flush();
      channel.force(true);
    }
    PrivateFiles.rename(unfinished, file);
  }
}
