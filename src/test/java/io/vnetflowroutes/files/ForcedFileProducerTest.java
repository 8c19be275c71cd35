package io.vnetflowroutes.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Proves what becomes of a file that is there, and that Camel's own options keep their meaning. */
class ForcedFileProducerTest {

  private static final String NAME = "h=08/digest-1-0-900-allow-0-20.ndjson";

  @TempDir private Path folder;
  private final List<String> told = new ArrayList<>();
  private final CamelContext camel = new DefaultCamelContext();
  private ProducerTemplate sender;

  @BeforeEach
  void start() {
    SameName.Listener listener =
        new SameName.Listener() {
          @Override
          public void keptBoth(Exchange exchange, Path there, Path beside) {
            told.add("kept " + beside.getFileName());
          }

          @Override
          public void leftAlone(Exchange exchange, Path there) {
            told.add("left " + there.getFileName());
          }
        };
    camel.getRegistry().bind("file", new ForcedFileComponent(Path.of(""), listener));
    camel.start();
    sender = camel.createProducerTemplate();
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  private void send(String options, String name, String text) {
    byte[] body = text.getBytes(UTF_8);
    Exchange sent =
        sender.request(
            "file:" + folder + "?" + options,
            exchange -> {
              exchange.getMessage().setHeader(Exchange.FILE_NAME, name);
              exchange.getMessage().setBody(body);
            });
    assertThat(sent.getException()).isNull();
  }

  private static String ours(SameName sameName) {
    return "tempPrefix=.unfinished-&sameName=" + sameName;
  }

  private String text(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @EnumSource(SameName.class)
  void theSameBytesAreWrittenOnce(SameName sameName) throws IOException {
    send(ours(sameName), NAME, "a");
    send(ours(sameName), NAME, "a");
    assertThat(files()).containsExactly(NAME);
    assertThat(told).isEmpty();
  }

  @Test
  void otherBytesAreKeptBesideUnderOneName() throws IOException {
    send(ours(SameName.KEEP_BOTH), NAME, "a");
    send(ours(SameName.KEEP_BOTH), NAME, "b");
    send(ours(SameName.KEEP_BOTH), NAME, "b");
    assertThat(files()).containsExactly("h=08/digest-1-0-900-allow-0-20.also1.ndjson", NAME);
    assertThat(text(NAME)).isEqualTo("a");
    assertThat(text("h=08/digest-1-0-900-allow-0-20.also1.ndjson")).isEqualTo("b");
    assertThat(told).containsExactly("kept digest-1-0-900-allow-0-20.also1.ndjson");
  }

  @Test
  void otherBytesAreLeftAloneOrReplaced() throws IOException {
    send(ours(SameName.LEAVE_ALONE), NAME, "a");
    send(ours(SameName.LEAVE_ALONE), NAME, "b");
    assertThat(text(NAME)).isEqualTo("a");
    assertThat(told).containsExactly("left digest-1-0-900-allow-0-20.ndjson");
    send(ours(SameName.REPLACE), NAME, "b");
    assertThat(text(NAME)).isEqualTo("b");
    assertThat(files()).containsExactly(NAME);
  }

  @Test
  void aFileOfTheSameFlowsUnderAnotherNameIsLeftAloneToo() throws IOException {
    send("", NAME, "a");
    send(ours(SameName.LEAVE_ALONE), "h=08/digest-1-0-900-allow-10-5.csv.gz", "b");
    assertThat(told).containsExactly("left digest-1-0-900-allow-0-20.ndjson");
    send(ours(SameName.LEAVE_ALONE), "h=08/digest-1-0-900-allow-20-5.ndjson", "c");
    send(ours(SameName.LEAVE_ALONE), "h=08/digest-1-0-900-deny-0-20.ndjson", "d");
    assertThat(told).hasSize(1);
    assertThat(files()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"LEAVE_ALONE", "REPLACE"})
  void aFileOfTheSameBytesInOtherBatchesIsLeftAlone(SameName sameName) throws IOException {
    send("", NAME, "a");
    for (String other : List.of("1-0-450", "7-450-900", "7-899-2000", "1-0-2000")) {
      send(ours(sameName), "h=08/digest-" + other + "-allow-0-10.csv", "b");
    }
    assertThat(told).hasSize(4).containsOnly("left digest-1-0-900-allow-0-20.ndjson");
    assertThat(files()).containsExactly(NAME);
    for (String other :
        List.of(
            "digest-7-900-2000-allow-0-10",
            "digest-1-0-450-deny-0-10",
            "digest-1-0-450-allow.0123456789ab-0-10",
            "digest-1-0-450.anew1-allow-0-10",
            "digest-1-0-replayed.0123456789abcdef-allow-0-10",
            "other-1-0-450-allow-0-10")) {
      send(ours(sameName), "h=08/" + other + ".ndjson", "c");
    }
    assertThat(told).hasSize(4);
    assertThat(files()).hasSize(7);
  }

  @Test
  void whatTheFileOfAnEarlierEditionHoldsIsNotWrittenAgain() throws IOException {
    send(ours(SameName.KEEP_BOTH), NAME, "a");
    send(ours(SameName.KEEP_BOTH), "h=08/digest-1-0-900.anew2-allow-0-20.ndjson", "a");
    assertThat(files()).containsExactly(NAME);
    send(ours(SameName.KEEP_BOTH), "h=08/digest-1-0-900.anew2-allow-0-20.ndjson", "b");
    assertThat(files()).hasSize(2);
    assertThat(told).isEmpty();
  }

  /** It ends only if a thread beside has begun to force the file. */
  @Test
  void aLargeFileIsForcedWhileMoreOfItIsWritten() throws IOException {
    long all = 2 * CountedBody.AHEAD;
    InputStream body =
        new InputStream() {
          private long count;

          @Override
          public int read() {
            return count++ < all ? 0 : -1;
          }

          @Override
          public int read(byte[] into, int from, int most) {
            if (count >= CountedBody.AHEAD + (1 << 20)) {
              await("a thread that forces").atMost(Duration.ofMinutes(2)).until(() -> forces());
            }
            int some = (int) Math.min(most, all - count);
            count += some;
            return some == 0 ? -1 : some;
          }
        };
    sender.request(
        "file:" + folder + "?fileName=large", exchange -> exchange.getMessage().setBody(body));
    assertThat(folder.resolve("large")).hasSize(all);
  }

  private static boolean forces() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().contains("force"));
  }

  @Test
  void optionsOfCamelKeepTheirMeaning() throws IOException {
    send("chmod=640&chmodDirectory=750", NAME, "a");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(NAME))))
        .isEqualTo("rw-r-----");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve(NAME).getParent())))
        .isEqualTo("rwxr-x---");
    send("fileExist=Append", NAME, "b");
    assertThat(text(NAME)).isEqualTo("ab");
    send("fileExist=Ignore&tempPrefix=x", NAME, "c");
    assertThat(text(NAME)).isEqualTo("ab");
    send("fileExist=Override&tempPrefix=x", NAME, "d");
    assertThat(text(NAME)).isEqualTo("d");
    send("fileExist=Move&moveExisting=old", NAME, "e");
    assertThat(text(NAME)).isEqualTo("e");
    send("forceWrites=false&doneFileName=done", NAME, "f");
    assertThat(files()).contains("h=08/done").anyMatch(file -> file.contains("old"));
  }

  /** The last write to a full disk takes a part of the bytes, and the system reports no error. */
  @Test
  void aFileOfWhichOnlyAPartFitsIsNotThere() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String limited = "ulimit -f 16; exec \"$0\" \"$@\"";
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                limited,
                java,
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                PartlyWrittenFile.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("a.ndjson not written: ", "File too large", "b.ndjson not written: ");
    assertThat(files()).noneMatch(file -> file.endsWith(".ndjson"));
  }
}
