package io.vnetflowroutes.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.it.PowerCut.Loss;
import io.vnetflowroutes.queue.SpoolContents;
import io.vnetflowroutes.spool.DamagedException;
import io.vnetflowroutes.spool.Place;
import io.vnetflowroutes.spool.SegmentLog;
import io.vnetflowroutes.spool.SegmentLog.Entry;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise that what is acknowledged is on the disk. The power is cut after every change of the
 * state that is forced, in thought: of all that the program wrote only what it forced is left. What
 * the state then says is delivered has to be there.
 */
final class PowerCutIT {
  private static final Set<String> NOT_OF_THE_DISK = Set.of("-shm", "routes", ".properties");

  @TempDir Path dir;
  private final HttpReceiver refusing = HttpReceiver.start();
  private final HttpReceiver down = HttpReceiver.start();
  private Archive archive;
  private int cuts;

  @AfterEach
  void stopServers() {
    refusing.close();
    down.close();
  }

  @Test
  void nothingAcknowledgedIsMissingAfterAPowerCut() throws Exception {
    archive = new Archive(dir.resolve("archive")).grow(3);
    archive.add("{\"time\":\"no record\"}");
    archive.grow(3);
    refusing.answerAlways(400);
    down.stop();
    Path work = Files.createDirectory(dir.resolve("work")).toRealPath();
    Files.writeString(work.resolve("late"), "a file where a folder is to be");
    try (Program program = Program.in(work, properties())) {
      run(program, work, "first", 1);
      assertThat(Flows.files(work.resolve("lake"))).hasSize(6);
      assertThat(Flows.files(work.resolve("dead-letter"))).hasSizeGreaterThan(1);
      assertThat(SpoolContents.in(work.resolve("spool")).get("late").messages()).isEqualTo(3);

      Files.delete(work.resolve("late"));
      run(program.again(), work, "second", 1);
      assertThat(Flows.files(work.resolve("late"))).hasSize(3);
    }
    assertThat(cuts).as("changes of the state that were forced").isGreaterThan(8);
  }

  /** Runs the program, and cuts the power at all instants of it. */
  private void run(Program program, Path work, String name, int exitCode) throws Exception {
    Path trace = dir.resolve(name + ".trace");
    PowerCut disk = new PowerCut(work, NOT_OF_THE_DISK);
    assertThat(program.under(Strace.to(trace)).once()).as(program.output()).isEqualTo(exitCode);
    Map<String, byte[]> delivered = delivered(work);
    disk.follow(
        trace,
        forced -> {
          if (forced.endsWith("flowlogs.db-wal")) {
            cut(disk, delivered, dir.resolve(name + ++cuts));
          }
        });
    Path end = dir.resolve(name + "-end");
    disk.restore(end, Loss.EVERYTHING);
    assertThat(Acknowledged.in(end)).as("at the end").isEqualTo(Acknowledged.in(work));
    goesOn(end);
  }

  private void cut(PowerCut disk, Map<String, byte[]> delivered, Path folder) {
    for (Loss loss : Loss.values()) {
      Path left = folder.resolve(loss.name());
      disk.restore(left, loss);
      Acknowledged acknowledged = Acknowledged.in(left);
      Map<String, byte[]> there = delivered(left);
      delivered.forEach(
          (message, content) -> {
            if (acknowledged.holds(message)) {
              assertThat(there).as("a power cut that loses %s", loss).containsKey(message);
              assertThat(new String(there.get(message), ISO_8859_1))
                  .as("%s after a power cut that loses %s", message, loss)
                  .contains(new String(content, ISO_8859_1));
            }
          });
    }
  }

  /** After the cut the program goes on, and every flow is in the files once. */
  private void goesOn(Path folder) throws IOException {
    refusing.answerAlways(200);
    down.restart();
    if (Files.isRegularFile(folder.resolve("late"))) {
      Files.delete(folder.resolve("late"));
    }
    try (Program program = Program.in(folder, properties())) {
      assertThat(program.once()).as(program.output()).isZero();
      Flows.inFiles(folder.resolve("lake")).assertExactly(archive.tuples());
      Flows.inFiles(folder.resolve("late")).assertExactly(archive.tuples(true));
    }
    refusing.answerAlways(400);
    down.stop();
  }

  /**
   * What lies in the folders of file destinations, in the dead letter and in the spool: by key and
   * destination the bytes of its file, which in the spool are among others.
   */
  private static Map<String, byte[]> delivered(Path work) {
    Map<String, byte[]> delivered = new TreeMap<>();
    try {
      for (String folder : List.of("lake", "late", "dead-letter")) {
        for (Path file : Flows.files(work.resolve(folder))) {
          if (!file.equals(work.resolve(folder))) {
            String name = file.getFileName().toString();
            String key = name.substring(0, name.indexOf('.'));
            boolean refused = key.endsWith("-siem");
            String message = refused ? key.replace("-siem", "|siem") : key + '|' + folder;
            delivered.put(message, Files.readAllBytes(file));
          }
        }
      }
      for (String destination : List.of("late", "down", "lake", "siem")) {
        addSpooled(work.resolve("spool").resolve(destination), delivered);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return delivered;
  }

  /**
   * Adds what is in a spool: a message has since when it waits, the version of its form, its key.
   */
  private static void addSpooled(Path spool, Map<String, byte[]> delivered) throws IOException {
    try (SegmentLog log = SegmentLog.look(spool)) {
      Place at = Place.FIRST;
      for (Optional<Entry> next = log.next(at); next.isPresent(); next = log.next(at)) {
        at = next.get().end();
        byte[] message = log.read(next.get());
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(message))) {
          in.readLong();
          in.readInt();
          delivered.putIfAbsent(in.readUTF() + '|' + spool.getFileName(), message);
        }
      }
    } catch (DamagedException e) {
      // What was not forced may be there in part, at the end.
    }
  }

  /**
   * What the state says is delivered.
   *
   * @param ends where batches end that are committed
   * @param keys the messages of batches in hand
   */
  private record Acknowledged(Set<String> ends, Set<String> keys) {

    static Acknowledged in(Path work) {
      Path file = work.resolve("state").resolve("flowlogs.db");
      Set<String> ends = new TreeSet<>();
      Set<String> keys = new TreeSet<>();
      if (Files.exists(file)) {
        try (Connection state = DriverManager.getConnection("jdbc:sqlite:" + file)) {
          if (!texts(state, "SELECT name FROM sqlite_master WHERE name = 'delivery'").isEmpty()) {
            texts(state, "SELECT ends FROM blob")
                .forEach(text -> ends.addAll(List.of(text.split(",", -1))));
            keys.addAll(texts(state, "SELECT part FROM delivery"));
          }
        } catch (SQLException e) {
          throw new IllegalStateException(e);
        }
      }
      return new Acknowledged(ends, keys);
    }

    private static List<String> texts(Connection state, String query) throws SQLException {
      List<String> texts = new ArrayList<>();
      try (ResultSet rows = state.createStatement().executeQuery(query)) {
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
      }
      return texts;
    }

    boolean holds(String message) {
      return keys.contains(message) || ends.contains(message.split("-", -1)[3]);
    }
  }

  private String properties() {
    return archive.source()
        + """
        flowlogs.batch-flows = 40
        flowlogs.readers = 1
        flowlogs.destination.lake.uri = file:lake
        flowlogs.destination.late.uri = file:late
        flowlogs.destination.siem.uri = %s
        flowlogs.destination.down.uri = %s
        flowlogs.allow = lake, siem
        flowlogs.deny = lake, late, down
        """
            .formatted(refusing.url("/in"), down.url("/in"));
  }
}
