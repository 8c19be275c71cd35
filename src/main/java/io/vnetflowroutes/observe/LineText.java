package io.vnetflowroutes.observe;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.event.KeyValuePair;

/**
 * The text of a log line: the message, then key-value pairs. Both can hold names that strangers
 * chose, so nothing in them starts a new line, is obeyed by a terminal, or looks like another pair.
 */
public final class LineText extends ClassicConverter {

  /** Control and format characters, and what separates lines. */
  private static final Pattern NOT_PRINTED = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

  @Override
  public String convert(ILoggingEvent event) {
    StringBuilder text = new StringBuilder(printed(event.getFormattedMessage()).replace('"', '\''));
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      for (KeyValuePair pair : pairs) {
        String value = printed(String.valueOf(pair.value));
        text.append(' ').append(pair.key).append("=\"");
        text.append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
      }
    }
    return text.toString();
  }

  /** A text without what a terminal would obey. */
  public static String printed(String text) {
    return text == null ? "" : NOT_PRINTED.matcher(text).replaceAll(" ");
  }
}
