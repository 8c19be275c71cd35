package io.vnetflowroutes.queue;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Proves that a spool that is full again and again is warned of once an hour. */
class SpoolLogTest {

  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(SpoolLog.class);
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-09-01T10:00:00Z"));

  @BeforeEach
  void listen() {
    said.start();
    logger.addAppender(said);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(said);
  }

  /** A clock that goes on when it is told to. */
  private final class Hands extends Clock {

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now.get();
    }
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  @Test
  void aSpoolThatIsFullEveryFewSecondsIsSaidOnceAnHour() {
    SpoolLog log = new SpoolLog("siem", new Hands());
    for (int i = 0; i < 10; i++) {
      log.full(150_000);
      pass(Duration.ofMinutes(5));
    }
    assertThat(said.list).hasSize(1);
    pass(Duration.ofMinutes(10));
    log.full(150_000);
    assertThat(said.list).hasSize(2);
    assertThat(said.list.get(0).getFormattedMessage()).startsWith("The spool has reached");
  }
}
