package io.vnetflowroutes.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.message.Delivery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Messages for tests of spools, and the drain that sends them. */
public final class Spooled {

  private Spooled() {}

  /** A message of three flows. */
  public static Delivery body(String key, String body) {
    return new Delivery(
        key,
        key + ".ndjson",
        body.getBytes(StandardCharsets.UTF_8),
        new int[] {0, 1},
        List.of(),
        3);
  }

  /** Sends all that waits, as the route does; returns the keys in order. */
  public static List<String> drain(Spool spool) throws IOException {
    List<String> keys = new ArrayList<>();
    Iterator<Delivery> oldest = spool.oldestFirst();
    while (oldest.hasNext()) {
      Delivery delivery = oldest.next();
      keys.add(delivery.key());
      assertThat(oldest.hasNext()).as("asked while one is in hand").isEqualTo(spool.size() > 1);
      spool.sent(delivery);
    }
    return keys;
  }
}
