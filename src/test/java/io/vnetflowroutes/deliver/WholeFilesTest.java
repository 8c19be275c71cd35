package io.vnetflowroutes.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.format.Syntax;
import io.vnetflowroutes.message.Compression;
import io.vnetflowroutes.message.Conversion;
import io.vnetflowroutes.message.Deliveries;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.Framing;
import io.vnetflowroutes.message.MessageLayout;
import io.vnetflowroutes.parquet.Codec;
import io.vnetflowroutes.parquet.ParquetFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Proves what a message is if its format makes files of which no part stands for itself. */
class WholeFilesTest {

  private static final int LARGE = 4 << 20;

  private static BatchPart part(int flows) {
    String[] tuples = new String[flows];
    Arrays.setAll(tuples, i -> FlowLogText.DENIED.replace("50001", String.valueOf(i)));
    return FlowLogText.part(Decision.DENY, tuples);
  }

  private static List<Delivery> deliveries(BatchPart part, int limit) {
    Format format = Formats.parquet(null, Derivation.NONE, Codec.ZSTD).get();
    List<Delivery> all = new ArrayList<>();
    new Deliveries(part, format, layout(limit)).forEachRemaining(all::add);
    return all;
  }

  private static MessageLayout layout(int limit) {
    return new MessageLayout(Framing.LINES, Compression.NONE, null, limit);
  }

  private static String rows(Delivery delivery) {
    return ParquetFile.summary(delivery.body()).orElseThrow().replaceFirst(" rows:.*", "");
  }

  @Test
  void aPartIsOneFile() {
    Delivery file = deliveries(part(10_000), LARGE).get(0);
    assertThat(file.flows()).isEqualTo(10_000);
    assertThat(rows(file)).isEqualTo("A table of 10000");
    assertThat(file.fileName()).endsWith("-0-10000.parquet");
    assertThat(file.body().length).isLessThan(LARGE / 10);
  }

  @Test
  void valuesThatTakeTooMuchMemoryMakeSeveralFiles() {
    List<Delivery> files = deliveries(part(10_000), LARGE / 10);
    assertThat(files).hasSizeGreaterThan(1);
    assertThat(files.stream().mapToInt(Delivery::flows).sum()).isEqualTo(10_000);
    int begin = 0;
    for (Delivery file : files) {
      assertThat(rows(file)).isEqualTo("A table of " + file.flows());
      assertThat(file.key()).endsWith("-" + begin + "-" + file.flows());
      begin += file.flows();
    }
  }

  @Test
  void theSameFlowsMakeTheSameBytes() {
    Format format = Formats.parquet(null, Derivation.NONE, Codec.ZSTD).get();
    List<byte[]> bodies = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      bodies.add(new Deliveries(part(500 * (i % 2 + 1)), format, layout(LARGE)).next().body());
    }
    assertThat(bodies.get(2)).isEqualTo(bodies.get(0)).isNotEqualTo(bodies.get(1));
  }

  @Test
  void aFileCannotBeDividedOrConverted() {
    Delivery file = deliveries(part(20), LARGE).get(0);
    assertThat(file.divisible()).isFalse();
    Conversion same = new Conversion(layout(LARGE), Syntax.PARQUET, false);
    assertThat(same.of(file)).contains(file);
    MessageLayout array = new MessageLayout(Framing.ARRAY, Compression.NONE, null, LARGE);
    assertThat(new Conversion(array, Syntax.JSON, false).of(file)).isEmpty();
  }
}
