package io.vnetflowroutes.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.flow.MessageKey;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that names of deliveries are read as they were written, and that halves cover all. */
class DeliveryKeyTest {

  private static final String PART = "5d41402abc4b2a76b971-1788249540000-37-22941-allow";

  @ParameterizedTest
  @ValueSource(
      strings = {
        PART + "-0-25|lake",
        PART + "-0-25|lake~0123456789ab",
        PART + "-0-25-siem|dead-letter",
        "5d41402abc4b2a76b971-1788249540000-37-22941-unreadable|dead-letter"
      })
  void whatIsWrittenIsReadAsTheSame(String key) {
    assertThat(DeliveryKey.parse(key)).hasToString(key);
    assertThat(DeliveryKey.parse(key).message() + '|' + DeliveryKey.parse(key).takenAs())
        .isEqualTo(key);
  }

  @Test
  void deadLettersHaveNamesOfTheirOwn() {
    assertThat(DeliveryKey.ofUnreadable("d-1-2-3")).hasToString("d-1-2-3-unreadable|dead-letter");
    assertThat(DeliveryKey.ofRefused(PART + "-0-25", "siem"))
        .hasToString(PART + "-0-25-siem|dead-letter");
  }

  /** Halves of halves, down to single entries, with places that a filter left holes between. */
  @Test
  void halvesCoverTheWholeInOrder() {
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      int entries = 2 + random.nextInt(9);
      int[] places = new int[entries + 1];
      places[0] = random.nextInt(50);
      for (int entry = 1; entry <= entries; entry++) {
        places[entry] = places[entry - 1] + 1 + random.nextInt(3);
      }
      byte[] body = new byte[entries * 2];
      int[] cuts = new int[entries + 1];
      Arrays.setAll(cuts, entry -> entry * 2);
      MessageKey whole = new MessageKey(PART, places[0], places[entries] - places[0]);
      halve(
          new Delivery(
              whole.toString(),
              "decision=allow/y=2026/" + whole + ".ndjson",
              body,
              cuts,
              List.of(),
              entries,
              places,
              new int[0],
              null));
    }
  }

  private static void halve(Delivery delivery) {
    if (!delivery.divisible()) {
      return;
    }
    MessageKey whole = MessageKey.parse(delivery.key());
    MessageKey first = MessageKey.parse(delivery.halves().get(0).key());
    MessageKey second = MessageKey.parse(delivery.halves().get(1).key());
    assertThat(first.part()).isEqualTo(whole.part()).isEqualTo(second.part());
    assertThat(first.begin()).isEqualTo(whole.begin());
    assertThat(second.begin()).isEqualTo(first.end());
    assertThat(second.end()).isEqualTo(whole.end());
    for (Delivery half : delivery.halves()) {
      assertThat(half.fileName()).isEqualTo("decision=allow/y=2026/" + half.key() + ".ndjson");
      halve(half);
    }
  }
}
