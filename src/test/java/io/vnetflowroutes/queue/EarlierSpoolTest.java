package io.vnetflowroutes.queue;

import static io.vnetflowroutes.queue.Spooled.body;
import static io.vnetflowroutes.queue.Spooled.drain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.DeliveryFile;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that what an earlier release left in a spool is sent, each message once. */
class EarlierSpoolTest {

  @TempDir Path folder;

  private Spool spool(long limit) throws IOException {
    return new Spool("siem", folder, "flat", limit, Clock.systemUTC());
  }

  private void earlier(String place, Delivery delivery) throws IOException {
    Path file = folder.resolve("siem/" + place + ".delivery");
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file)) {
      DeliveryFile.write(delivery, "flat", out);
    }
  }

  @Test
  void theSpoolOfAnEarlierReleaseIsTakenOver() throws Exception {
    earlier("0000000000000007", body("a", "x"));
    earlier("0000000000000008.1", body("part-0-1", "x"));
    earlier("0000000000000008.2.1", body("part-1-1", "x"));
    earlier("0000000000000009", flows("part-2-2", "a\n", "b\n"));
    earlier("0000000000000009.1", body("part-2-1", "not sent, as the whole is there"));
    Files.writeString(folder.resolve("siem/0000000000000010.delivery.unfinished"), "half");
    Files.writeString(folder.resolve("siem/0000000000000011.delivery"), "dam");
    Files.writeString(folder.resolve("siem/notes.txt"), "mine");
    Path first = folder.resolve("siem/0000000000000007.delivery");
    Files.setLastModifiedTime(first, FileTime.from(Instant.parse("2026-09-01T08:00:00Z")));
    Spool spool = spool(1 << 20);
    assertThat(spool.since()).contains(Instant.parse("2026-09-01T08:00:00Z"));
    assertThat(folder.resolve("siem/0000000000000011.delivery.unreadable")).exists();
    assertThat(folder.resolve("siem")).isDirectoryNotContaining("glob:**.delivery");
    assertThat(drain(spool)).containsExactly("a", "part-0-1", "part-1-1", "part-2-2");
    assertThat(folder.resolve("siem/notes.txt")).hasContent("mine");
  }

  @Test
  void aKillWhileAnEarlierSpoolIsTakenOverNeitherLosesNorRepeatsAMessage() throws Exception {
    earlier("0000000000000001", body("a", "x"));
    earlier("0000000000000002", body("b", "x"));
    spool(1 << 20);
    earlier("0000000000000002", body("b", "x"));
    earlier("0000000000000003", body("c", "x"));
    assertThat(drain(spool(1 << 20))).containsExactly("a", "b", "c");
  }

  @Test
  void filesOfTheFirstFormAreStillSent() throws Exception {
    Files.createDirectories(folder.resolve("siem"));
    try (DataOutputStream old =
        new DataOutputStream(
            Files.newOutputStream(folder.resolve("siem/0000000000000001.delivery")))) {
      old.writeInt(1);
      old.writeUTF("k-0-2");
      old.writeUTF("f");
      old.writeInt(2);
      old.writeInt(4);
      old.write(new byte[] {'a', '\n', 'b', '\n'});
      old.writeInt(0);
    }
    Delivery delivery = spool(1 << 20).oldestFirst().next();
    assertThat(delivery.body()).asString().isEqualTo("a\nb\n");
    assertThat(delivery.flows()).isEqualTo(2);
    assertThat(delivery.divisible()).isFalse();
  }

  @Test
  void aFileOfANewerFormIsRefusedAndLeftAlone() throws Exception {
    earlier("0000000000000001", body("a", "x"));
    Path file = folder.resolve("siem/0000000000000001.delivery");
    byte[] bytes = Files.readAllBytes(file);
    bytes[3] = 9;
    Files.write(file, bytes);
    assertThatThrownBy(() -> spool(1 << 20))
        .hasMessageContaining(file.toString())
        .hasMessageContaining("newer version of this program (its form is 9");
    assertThat(file).hasBinaryContent(bytes);
  }

  private static Delivery flows(String key, String... flows) {
    int[] cuts = new int[flows.length + 1];
    for (int i = 0; i < flows.length; i++) {
      cuts[i + 1] = cuts[i] + flows[i].length();
    }
    byte[] body = String.join("", flows).getBytes(StandardCharsets.UTF_8);
    return new Delivery(key, key + ".ndjson", body, cuts, List.of(), flows.length);
  }
}
