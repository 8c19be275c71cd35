package io.vnetflowroutes.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A log line as text: the time in UTC, the level, and what {@link LineText} makes of the event. */
public final class TextLine extends EncoderBase<ILoggingEvent> {

  private static final byte[] NOTHING = {};

  private final DateTimeFormatter times =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final LineText text = new LineText();

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder();
    times.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
    line.append(' ').append(event.getLevel());
    // The longest level has five letters.
    line.append(" ".repeat(6 - event.getLevel().toString().length()));
    return line.append(text.convert(event))
        .append(System.lineSeparator())
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
