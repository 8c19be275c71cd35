package io.vnetflowroutes.bytes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that digits are their number wherever they stand, which wraps beyond a long. */
class DecimalTest {

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "x,", "1788249600123,10.1.0.4,"})
  void digitsAreTheirNumber(String before) {
    Random random = new Random(5);
    for (int length = 1; length <= 20; length++) {
      for (int i = 0; i < 2_000; i++) {
        StringBuilder digits = new StringBuilder();
        while (digits.length() < length) {
          digits.append((char) ('0' + random.nextInt(10)));
        }
        assertThat(read(before, digits.toString()))
            .isEqualTo(new BigInteger(digits.toString()).longValue());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "1788249600123,"})
  void noDigitsAreZero(String before) {
    assertThat(read(before, "")).isZero();
  }

  private static long read(String before, String digits) {
    byte[] text = (before + digits + ",9").getBytes(US_ASCII);
    return Decimal.of(text, before.length(), before.length() + digits.length());
  }
}
