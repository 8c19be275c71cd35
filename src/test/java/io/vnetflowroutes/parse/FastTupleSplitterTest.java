package io.vnetflowroutes.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.TupleField;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that the quick look at a tuple never sees anything else than the careful one. */
class FastTupleSplitterTest {

  private static final FlowGroup GROUP =
      FlowLogText.flow(FlowLogText.record(0, FlowLogText.ALLOWED)).group();
  private static final String[] PIECES = {
    "0",
    "00",
    "01",
    "9",
    "65535",
    "65536",
    "99999",
    "256",
    "1000",
    "999999999",
    "",
    "1788249600123",
    "0788249600123",
    "1788249600",
    "99999999999999",
    "10.1.0.4",
    "2001:db8::1",
    "g",
    "10.1.0.g",
    "10.1.0.4/",
    "10,1",
    "10.1.0.4\"",
    "2001:0db8:1111:2222:3333:4444:5555:6666",
    "1é.1.0.4",
    "I",
    "D",
    "NX",
    "\\u0044",
    "é",
    "\t",
    " ",
    "123456789012345678",
    "1234567890123456789",
    "18446744073709551615",
    "18446744073709551616",
    "-1",
    "+1",
    "1.0"
  };

  private static byte[] quoted(String tuple) {
    byte[] text = ('"' + tuple + "\"]").getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(text, text.length + FastTupleSplitter.ROOM);
  }

  private static boolean usual(String tuple, int[] ends) {
    return FastTupleSplitter.split(quoted(tuple), 1, ends, 0) >= 0;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FlowLogText.ALLOWED,
        FlowLogText.DENIED,
        "1788249600123,2001:db8::1,::ffff:1.2.3.4,0,65535,255,I,D,NX,,,,",
        "1788249600123,10.1.0.4,10.2.0.5,50000,443,17,O,E,,123456789012345678,0,1,2",
        "1788249600123,10.1.0.4,10.2.0.5,50000,443,17,,,,,,,"
      })
  void whatAzureWritesIsUsual(String tuple) {
    int[] ends = new int[TupleField.COUNT + 1];
    assertThat(usual(tuple, ends)).isTrue();
    assertThat(ends[TupleField.COUNT]).isEqualTo(tuple.length());
  }

  /** Nothing behind the room that the longest of them needs is looked at. */
  @Test
  void theLongestUsualTupleFitsTheRoom() {
    String address = "0123456789abcdef".repeat(3).substring(0, 40);
    String word = "NX_HW_NOT_SUPPORTED_";
    String counter = "123456789012345678";
    String longest =
        String.join(
            ",",
            "1788249600123",
            address,
            address,
            "65535",
            "65535",
            "255",
            word,
            word,
            word,
            counter,
            counter,
            counter,
            counter);
    byte[] text = Arrays.copyOf(quoted(longest), 1 + FastTupleSplitter.ROOM);
    int[] ends = new int[TupleField.COUNT + 1];
    assertThat(FastTupleSplitter.split(text, 1, ends, 0)).isEqualTo(1788249600123L);
    assertThat(ends[TupleField.COUNT]).isEqualTo(longest.length());
    assertThat(FastTupleSplitter.split(Arrays.copyOf(text, text.length - 1), 1, ends, 0))
        .isNegative();
    assertThat(new Tuples().addUsual(text, 0)).isZero();
  }

  /** Fields are swapped, doubled, dropped and replaced; whatever is taken has to come out alike. */
  @Test
  void whatIsTakenIsWhatTheCarefulReaderSees() throws IOException {
    Random random = new Random(17);
    int taken = 0;
    for (int i = 0; i < 200_000; i++) {
      List<String> fields =
          new ArrayList<>(
              List.of((i % 2 == 0 ? FlowLogText.ALLOWED : FlowLogText.DENIED).split(",")));
      for (int changes = random.nextInt(3); changes > 0; changes--) {
        String piece = PIECES[random.nextInt(PIECES.length)];
        int at = random.nextInt(fields.size());
        switch (random.nextInt(8)) {
          case 0 -> fields.remove(at);
          case 1 -> fields.add(at, piece);
          default -> fields.set(at, piece);
        }
      }
      String tuple = String.join(",", fields);
      int[] ends = new int[TupleField.COUNT + 1];
      long time = FastTupleSplitter.split(quoted(tuple), 1, ends, 0);
      if (time >= 0) {
        taken++;
        Flow careful =
            new TupleReader(RecordJson.within(1 << 16, 100))
                .readCarefully(GROUP, 0, quoted(tuple), 1);
        Flow quick = new Flow(GROUP, 0, time, quoted(tuple), 1, ends, 0, true);
        assertThat(careful).as(tuple).isNotNull();
        assertThat(careful.timeMillis()).as(tuple).isEqualTo(time);
        assertThat(careful.plain()).as(tuple).isTrue();
        assertThat(careful.extra()).as(tuple).isEqualTo(quick.extra());
        for (TupleField field : TupleField.values()) {
          assertThat(careful.get(field)).as(tuple).isEqualTo(quick.get(field));
        }
      }
    }
    assertThat(taken).isBetween(50_000, 150_000);
  }
}
