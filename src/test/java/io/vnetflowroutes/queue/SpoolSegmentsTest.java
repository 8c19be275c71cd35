package io.vnetflowroutes.queue;

import static io.vnetflowroutes.queue.Spooled.body;
import static io.vnetflowroutes.queue.Spooled.drain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.message.Delivery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves how the files of a spool are shared, mended and given up. */
class SpoolSegmentsTest {

  @TempDir Path folder;

  private Spool spool(long limit) throws IOException {
    return new Spool("siem", folder, "flat", limit, Clock.systemUTC());
  }

  private Path segment() {
    return folder.resolve("siem/0000000000000001.segment");
  }

  private void change(Path file, String text, String now) throws IOException {
    String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    assertThat(bytes).contains(text);
    Files.write(file, bytes.replace(text, now).getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void whatAKillLeftUnfinishedIsCutOffAndWhatComesGoesBehindTheRest() throws Exception {
    Spool spool = spool(1 << 20);
    spool.keep(body("a", "x"));
    long whole = Files.size(segment());
    spool.keep(body("b", "x".repeat(1000)));
    byte[] bytes = Files.readAllBytes(segment());
    for (int length : new int[] {(int) whole + 1, (int) whole + 9, bytes.length - 1}) {
      Files.write(segment(), Arrays.copyOf(bytes, length));
      Spool after = spool(1 << 20);
      assertThat(after.size()).isEqualTo(1);
      assertThat(segment()).hasSize(whole);
      after.keep(body("c", "x"));
      assertThat(drain(after)).containsExactly("a", "c");
    }
    assertThat(folder.resolve("siem")).isEmptyDirectory();
  }

  @Test
  void aDamagedMessageIsSetAsideAndTheOthersGoOnAndForeignFilesAreLeftAlone() throws Exception {
    Spool spool = spool(1 << 20);
    spool.keep(body("a", "unique"));
    spool.keep(body("b", "x"));
    change(segment(), "unique", "damage");
    Files.writeString(folder.resolve("siem/notes.txt"), "mine");
    Spool after = spool(1 << 20);
    assertThat(after.size()).isEqualTo(2);
    Iterator<Delivery> turn = after.oldestFirst();
    assertThatThrownBy(turn::next).hasStackTraceContaining("damaged");
    assertThat(drain(after)).containsExactly("b");
    assertThat(folder.resolve("siem"))
        .isDirectoryContaining("glob:**.unreadable")
        .isDirectoryContaining("glob:**/notes.txt");
  }

  @Test
  void whatLiesBehindADamagedLengthIsSetAside() throws Exception {
    Spool spool = spool(1 << 20);
    spool.keep(body("a", "x"));
    long begin = Files.size(segment());
    spool.keep(body("b", "x"));
    spool.keep(body("c", "x"));
    Files.copy(segment(), folder.resolve("siem/0000000000000002.segment"));
    byte[] bytes = Files.readAllBytes(segment());
    bytes[(int) begin] = 0x7f;
    Files.write(segment(), bytes);
    assertThat(drain(spool(1 << 20))).containsExactly("a", "a", "b", "c");
    assertThat(folder.resolve("siem")).isDirectoryContaining("glob:**.unreadable");
  }

  /** Behind a length that is none, or one that is too long, lie messages that are acknowledged. */
  @Test
  void whatLiesBehindADamagedLengthInTheNewestSegmentIsSetAsideBeforeItIsCutOff() throws Exception {
    for (int high : new int[] {0x7f, 0x10}) {
      Spool spool = spool(1 << 20);
      spool.keep(body("a", "x"));
      int begin = (int) Files.size(segment());
      spool.keep(body("b", "x"));
      spool.keep(body("c", "unique"));
      byte[] bytes = Files.readAllBytes(segment());
      bytes[begin] = (byte) high;
      Files.write(segment(), bytes);
      Spool after = spool(1 << 20);
      Path aside = folder.resolve("siem/0000000000000001." + begin + ".unreadable");
      assertThat(aside).hasBinaryContent(Arrays.copyOfRange(bytes, begin, bytes.length));
      after.keep(body("d", "x"));
      assertThat(drain(after)).containsExactly("a", "d");
      Files.delete(aside);
    }
  }

  @Test
  void whatIsSetAsideNeverTakesThePlaceOfSomethingElse() throws Exception {
    byte[] damaged = null;
    for (String text : List.of("first", "other", "third")) {
      Spool spool = spool(1 << 20);
      spool.keep(body("a", text + text));
      spool.keep(body("b", "x"));
      change(segment(), text + text, text + "wrong");
      damaged = Files.readAllBytes(segment());
      Iterator<Delivery> turn = spool(1 << 20).oldestFirst();
      assertThatThrownBy(turn::next).hasStackTraceContaining("damaged");
      assertThat(drain(spool(1 << 20))).containsExactly("b");
    }
    Files.write(segment(), damaged);
    Spool again = spool(1 << 20);
    Iterator<Delivery> turn = again.oldestFirst();
    assertThatThrownBy(turn::next).hasStackTraceContaining("damaged");
    assertThat(drain(again)).containsExactly("b");
    List<String> aside = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve("siem"))) {
      for (Path file : files.sorted().toList()) {
        aside.add(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(aside).hasSize(3);
    assertThat(aside.get(0)).contains("other");
    assertThat(aside.get(1)).contains("third");
    assertThat(aside.get(2)).contains("first");
  }

  @Test
  void aWholeMessageBehindTwoDamagedOnesIsSent() throws Exception {
    Spool spool = spool(1 << 20);
    spool.keep(body("a", "first"));
    spool.keep(body("b", "second"));
    spool.keep(body("c", "x"));
    change(segment(), "first", "tsrif");
    change(segment(), "second", "dnoces");
    Spool after = spool(1 << 20);
    for (int damaged = 0; damaged < 2; damaged++) {
      Iterator<Delivery> turn = after.oldestFirst();
      assertThatThrownBy(turn::next).hasStackTraceContaining("damaged");
    }
    assertThat(drain(after)).containsExactly("c");
  }

  @Test
  void aDamagedMessageAtTheEndIsSetAside() throws Exception {
    Spool spool = spool(1 << 20);
    spool.keep(body("a", "x"));
    spool.keep(body("b", "unique"));
    change(segment(), "unique", "damage");
    assertThat(drain(spool(1 << 20))).containsExactly("a");
    assertThat(folder.resolve("siem")).isDirectoryContaining("glob:**.unreadable");
  }

  @Test
  void whatAPowerFailureLeftUnwrittenIsCutOff() throws Exception {
    Spool spool = spool(1 << 20);
    spool.keep(body("a", "x"));
    long whole = Files.size(segment());
    byte[] bytes = Files.readAllBytes(segment());
    Files.write(segment(), Arrays.copyOf(bytes, bytes.length + 100_000));
    Spool after = spool(1 << 20);
    assertThat(segment()).hasSize(whole);
    assertThat(drain(after)).containsExactly("a");
    assertThat(folder.resolve("siem")).isEmptyDirectory();
  }

  @Test
  void aSegmentOfANewerFormIsRefusedAndLeftAlone() throws Exception {
    spool(1 << 20).keep(body("a", "x"));
    byte[] bytes = Files.readAllBytes(segment());
    bytes[7] = 9;
    Files.write(segment(), bytes);
    assertThatThrownBy(() -> spool(1 << 20))
        .hasMessageContaining(folder.resolve("siem").toString())
        .hasMessageContaining("newer version of this program (its form is 9");
    assertThat(segment()).hasBinaryContent(bytes);
  }

  @Test
  void whatWasSentIsNotSentAgainWhereThatCannotBeWrittenDown() throws Exception {
    Spool spool = spool(1 << 20);
    spool.keep(body("a", "x"));
    spool.keep(body("b", "x"));
    Path front = folder.resolve("siem/front");
    Delivery first = spool.oldestFirst().next();
    Files.createDirectories(front.resolve("in the way"));
    assertThatThrownBy(() -> spool.sent(first)).isInstanceOf(IOException.class);
    assertThatThrownBy(spool::oldestFirst).isInstanceOf(IOException.class);
    Files.delete(front.resolve("in the way"));
    Files.delete(front);
    assertThat(drain(spool)).containsExactly("b");
  }

  @Test
  void thoseThatCallAtATimeShareTheWayToTheDiskAndAllOfThemIsThere() throws Exception {
    Spool spool = spool(1 << 20);
    List<String> keys = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<?>> kept = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      String key = "k" + i;
      keys.add(key);
      kept.add(
          threads.submit(
              () -> {
                spool.keep(body(key, "x".repeat(200)));
                return null;
              }));
    }
    for (Future<?> one : kept) {
      one.get();
    }
    threads.shutdown();
    assertThat(spool(1 << 20).size()).isEqualTo(400);
    assertThat(drain(spool)).containsExactlyInAnyOrderElementsOf(keys);
  }

  @Test
  void segmentsOfWhichNothingIsLeftGo() throws Exception {
    Spool spool = spool(1L << 30);
    for (int i = 0; i < 5; i++) {
      spool.keep(body("k" + i, "x".repeat(9 << 20)));
    }
    assertThat(names()).containsExactly("1.segment", "2.segment", "3.segment");
    Iterator<Delivery> turn = spool.oldestFirst();
    for (int i = 0; i < 3; i++) {
      spool.sent(turn.next());
    }
    assertThat(names()).containsExactly("2.segment", "3.segment");
    Spool after = spool(1L << 30);
    assertThat(after.size()).isEqualTo(2);
    assertThat(drain(after)).containsExactly("k3", "k4");
    assertThat(names()).isEmpty();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("siem"))) {
      return files
          .map(file -> file.getFileName().toString().replaceFirst("^0+", ""))
          .filter(name -> name.endsWith(".segment"))
          .sorted()
          .toList();
    }
  }
}
