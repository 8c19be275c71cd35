package io.vnetflowroutes.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import co.elastic.logging.JsonUtils;
import co.elastic.logging.logback.EcsEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.event.KeyValuePair;

/**
 * A log line as JSON of the Elastic Common Schema: the message, and key-value pairs as fields below
 * {@code flowlogs}. It escapes everything that a terminal would obey, so values stay complete and
 * harmless; only queries of URLs are left out.
 */
public final class EcsLine extends EcsEncoder {

  /**
   * Characters that JSON does not escape: control and format characters beyond ASCII, and line
   * separators.
   */
  private static final Pattern NOT_PRINTED =
      Pattern.compile("[\\x7f[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\x00-\\x7f]]]");

  public EcsLine() {
    setServiceName("flowlogs");
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    String line = HiddenQueries.in(new String(super.encode(event), StandardCharsets.UTF_8));
    return NOT_PRINTED
        .matcher(line)
        .replaceAll(match -> escaped(match.group()))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.chars().forEach(unit -> escaped.append("\\\\u%04x".formatted(unit)));
    return escaped.toString();
  }

  @Override
  protected void addCustomFields(ILoggingEvent event, StringBuilder line) {
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    for (KeyValuePair pair : pairs == null ? List.<KeyValuePair>of() : pairs) {
      line.append("\"flowlogs.");
      JsonUtils.quoteAsString(pair.key, line);
      line.append("\":");
      if (pair.value instanceof Number) {
        line.append(pair.value);
      } else {
        line.append('"');
        JsonUtils.quoteAsString(String.valueOf(pair.value), line);
        line.append('"');
      }
      line.append(',');
    }
  }
}
