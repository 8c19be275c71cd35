package io.vnetflowroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that the quick way to read a time finds what the library's parser does. */
class AzureTimeTest {

  private static long byLibrary(String time) {
    try {
      return Math.max(0, Instant.parse(time).toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return 0;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2025-08-11T23:46:43.2889162Z",
        "2024-02-29T00:00:00.0000000Z",
        "2023-02-29T00:00:00.0000000Z",
        "2025-13-01T00:00:00.0000000Z",
        "2025-00-01T00:00:00.0000000Z",
        "2025-01-01T24:00:00.0000000Z",
        "2025-01-01T24:00:00.1000000Z",
        "2025-01-01T23:59:60.0000000Z",
        "2025-01-01T23:60:00.0000000Z",
        "1969-12-31T23:59:59.9999999Z",
        "0000-01-01T00:00:00.0000000Z",
        "2025-08-11T23:46:43.2889162z",
        "2025-08-11t23:46:43.2889162Z",
        "2025-08-11T23:46:43.28891620",
        "2025-08-11T23:46:43Z",
        "2025-08-11T23:46:43.288+02:00",
        "2025-08-11 23:46:43.2889162Z",
        "+999999999-12-31T23:59:59Z",
        "٢٠٢٥-08-11T23:46:43.2889162Z",
        "no time"
      })
  void oneTimeAsTheLibraryReadsIt(String time) {
    assertThat(AzureTime.millis(time)).isEqualTo(byLibrary(time));
  }

  @ParameterizedTest
  @NullAndEmptySource
  void noTimeIsNone(String time) {
    assertThat(AzureTime.millis(time)).isZero();
  }

  @Test
  void anyTimeOfAzuresForm() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      String time =
          "%04d-%02d-%02dT%02d:%02d:%02d.%07dZ"
              .formatted(
                  random.nextInt(10_000),
                  random.nextInt(14),
                  random.nextInt(33),
                  random.nextInt(26),
                  random.nextInt(62),
                  random.nextInt(62),
                  random.nextInt(10_000_000));
      assertThat(AzureTime.millis(time)).as(time).isEqualTo(byLibrary(time));
    }
  }
}
