package io.vnetflowroutes.receiver;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.table.Value;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name with the time of the flow's blob in it, such as {@code flows-{yyyy.MM.dd}}. The time is
 * the hour of the blob, not that of sending, so that a flow that is sent again gets the same name.
 * An instance belongs to one thread.
 */
final class HourlyName implements Value {

  /** The part that is replaced; the letters are those of {@link DateTimeFormatter}. */
  private static final Pattern TIME = Pattern.compile("\\{([yMdH._-]+)\\}");

  /** The pattern of such a name after replacement: that of an index. */
  private static final Pattern ALLOWED =
      Pattern.compile("(?:[a-z0-9]|(?:\\{[yMdH._-]+\\}))(?:[a-z0-9._-]|(?:\\{[yMdH._-]+\\}))*");

  private final String pattern;
  private Instant hour;
  private byte[] name;

  HourlyName(String pattern) {
    this.pattern = pattern;
  }

  /** Whether a text may be such a name. */
  static boolean isOne(String text) {
    try {
      return ALLOWED.matcher(text).matches() && !new HourlyName(text).at(Instant.EPOCH).isEmpty();
    } catch (IllegalArgumentException | DateTimeException e) {
      return false;
    }
  }

  @Override
  public void write(Flow flow, ByteOutput out) {
    Instant now = flow.record().origin().hour();
    if (!now.equals(hour)) {
      hour = now;
      name = at(now).getBytes(StandardCharsets.UTF_8);
    }
    out.put(name);
  }

  private String at(Instant time) {
    Matcher matcher = TIME.matcher(pattern);
    return matcher.replaceAll(
        found ->
            DateTimeFormatter.ofPattern(found.group(1), Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(time));
  }
}
