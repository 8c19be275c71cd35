package io.vnetflowroutes.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * The text of a log line: the message, then key-value pairs. Both can hold untrusted names, so
 * nothing in them starts a new line, controls a terminal, or looks like another pair. Queries of
 * URLs are left out. A user's Logback configuration can name it as a conversion rule.
 */
public final class LineText extends ClassicConverter {

  @Override
  public String convert(ILoggingEvent event) {
    StringBuilder text =
        new StringBuilder(Printable.of(event.getFormattedMessage()).replace('"', '\''));
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      for (KeyValuePair pair : pairs) {
        String value = Printable.of(String.valueOf(pair.value));
        text.append(' ').append(pair.key).append("=\"");
        text.append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
      }
    }
    return HiddenQueries.in(text.toString());
  }
}
