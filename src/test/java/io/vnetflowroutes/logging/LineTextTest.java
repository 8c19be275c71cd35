package io.vnetflowroutes.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** Proves that one event is one line whose pairs are those of the program. */
class LineTextTest {

  private static String line(String message, Object... pairs) {
    LoggingEvent event =
        new LoggingEvent(
            "", new LoggerContext().getLogger("test"), Level.INFO, message, null, null);
    for (int i = 0; i < pairs.length; i += 2) {
      event.addKeyValuePair(new KeyValuePair((String) pairs[i], pairs[i + 1]));
    }
    return new LineText().convert(event);
  }

  @Test
  void pairsStandBehindTheMessage() {
    assertThat(line("Poll finished", "flows", 7, "blob", "a/b=c é漢😀"))
        .isEqualTo("Poll finished flows=\"7\" blob=\"a/b=c é漢😀\"");
    assertThat(line("Nothing", "blob", null)).isEqualTo("Nothing blob=\"null\"");
    assertThat(line("Nothing else")).isEqualTo("Nothing else");
  }

  @Test
  void aValueCannotEndItself() {
    assertThat(line("m", "blob", "a\" source=\"b", "c", "\\\""))
        .isEqualTo("m blob=\"a\\\" source=\\\"b\" c=\"\\\\\\\"\"");
  }

  @Test
  void aMessageCannotLookLikePairs() {
    assertThat(line("m a=\"b\"")).isEqualTo("m a='b'");
  }

  @Test
  void nothingStartsALineOrMovesATerminal() {
    String odd = "a\r\nb\u0000\u001b[1mc\u007fd\u0085e\u009bf\u2028g\u2029h\u202ei\ufeffj";
    String clean = "a b [1mc d e f g h i j";
    assertThat(line(odd, "k", odd)).isEqualTo(clean + " k=\"" + clean + '"');
  }

  @Test
  void queriesOfUrlsAreLeftOut() {
    assertThat(line("Producer[https://h:1/in?a=b&code=c%2Fd]", "uri", "http://h?code=\"c"))
        .isEqualTo("Producer[https://h:1/in?...] uri=\"http://h?...\\\"c\"");
    assertThat(line("Is https: there? Yes")).isEqualTo("Is https: there? Yes");
  }
}
