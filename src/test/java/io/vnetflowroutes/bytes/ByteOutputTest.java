package io.vnetflowroutes.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that whatever is written comes out as JSON that any parser reads back. */
class ByteOutputTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static String text(ByteOutput out) {
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }

  @Test
  void everyCharacterSurvivesTheRoundTrip() throws IOException {
    for (int c = 0; c <= 0xffff; c += c < 0x2100 ? 1 : 37) {
      if (!Character.isSurrogate((char) c)) {
        String text = "a" + (char) c + "b" + (char) c;
        byte[] json = new ByteOutput(1).putJsonString(text).toByteArray();
        assertThat(JSON.readValue(json, String.class)).as("U+%04X", c).isEqualTo(text);
        assertThat(new String(json, StandardCharsets.UTF_8))
            .doesNotContainPattern("[\\x00-\\x1f\\x7f\\x{85}\\x{2028}\\x{2029}]");
      }
    }
    byte[] json = new ByteOutput(1).putJsonString("😀 \uD834\uDD1E").toByteArray();
    assertThat(JSON.readValue(json, String.class)).isEqualTo("😀 \uD834\uDD1E");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "a|\"a\"",
        "''|\"\"",
        "a\"b|\"a\\\"b\"",
        "a\\b|\"a\\\\b\"",
        "a/b|\"a/b\"",
        "é漢|\"é漢\""
      })
  void onlyWhatJsonDemandsIsEscaped(String text, String json) {
    assertThat(text(new ByteOutput(1).putJsonString(text))).isEqualTo(json);
  }

  @Test
  void noTextIsNull() {
    assertThat(text(new ByteOutput(1).putJsonString(null))).isEqualTo("null");
  }

  @Test
  void numbersOfAllLengthsHaveTheirDigits() {
    Random random = new Random(3);
    for (long power = 1; power > 0 && power <= Long.MAX_VALUE / 10; power *= 10) {
      for (long number = power - 1; number <= power + 1; number++) {
        decimalsHaveAllTheirDigits(number);
      }
      for (int i = 0; i < 2_000; i++) {
        decimalsHaveAllTheirDigits(random.nextLong(power * 10));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 9, 10, 99, 100, 4_294_967_296L, 999_999_999_999L, Long.MAX_VALUE})
  void decimalsHaveAllTheirDigits(long number) {
    assertThat(text(new ByteOutput(1).putDecimal(number))).isEqualTo(Long.toString(number));
  }

  @Test
  void itGrowsAndShrinksWithoutLosingAnything() {
    ByteOutput out = new ByteOutput(1);
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      out.putDecimal(i).put(',').put(new byte[] {'x', 'y', 'z'}, 1, 2);
      expected.append(i).append(",yz");
    }
    assertThat(text(out)).isEqualTo(expected.toString());
    assertThat(out.size()).isEqualTo(expected.length());
    out.truncate(10);
    assertThat(text(out)).isEqualTo(expected.substring(0, 10));
    out.clear();
    assertThat(out.toByteArray()).isEmpty();
    assertThat(text(out.put(new byte[] {'n'}))).isEqualTo("n");
    assertThat(out.array()[0]).isEqualTo((byte) 'n');
  }
}
