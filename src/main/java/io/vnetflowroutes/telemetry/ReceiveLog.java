package io.vnetflowroutes.telemetry;

import io.vnetflowroutes.poll.WarningThrottle;
import io.vnetflowroutes.receive.ReceiveListener;
import io.vnetflowroutes.receive.ReceiveState;
import java.time.Clock;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes the log lines about receiving: a lasting problem not at every attempt.
 *
 * <p>Any thread may call it.
 */
public final class ReceiveLog implements ReceiveListener {

  private static final Logger LOG = LoggerFactory.getLogger(ReceiveLog.class);

  private static final String STATE = "state";

  private final WarningThrottle throttle;
  private final Consumer<ReceiveState> stands;

  /**
   * @param stands receives the state of receiving, every few seconds
   */
  public ReceiveLog(Clock clock, Consumer<ReceiveState> stands) {
    this.throttle = new WarningThrottle(clock);
    this.stands = stands;
  }

  @Override
  public void notDelivered(ConsumerRecord<byte[], byte[]> record, String reason) {
    LOG.atLevel(throttle.due(partition(record), reason) ? Level.WARN : Level.DEBUG)
        .addKeyValue("topic", record.topic())
        .addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset())
        .log(
            "A batch was not delivered and is tried again; its partition waits, others go on: {}",
            reason);
  }

  @Override
  public void deliveredAtLast(ConsumerRecord<byte[], byte[]> record) {
    if (throttle.over(partition(record))) {
      LOG.atInfo()
          .addKeyValue("topic", record.topic())
          .addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset())
          .log("The batch is delivered at last");
    }
  }

  private static String partition(ConsumerRecord<byte[], byte[]> record) {
    return record.topic() + '-' + record.partition();
  }

  @Override
  public void deletedBeforeDelivery(TopicPartition partition, long offset) {
    LOG.atError()
        .addKeyValue("topic", partition.topic())
        .addKeyValue("partition", partition.partition())
        .addKeyValue("offset", offset)
        .log(
            "Kafka has deleted batches before they were delivered; raise retention.ms of the topic,"
                + " and deliver their hours with flowlogs backfill where sources are set");
  }

  @Override
  public void doesNotWork(String sentence) {
    LOG.warn("Nothing is received, and it is tried again: {}", sentence);
  }

  @Override
  public void works() {
    LOG.info("Receiving works again");
  }

  /** Notes that the progress could not be stored. */
  public void failed(String reason) {
    LOG.atLevel(throttle.due(STATE, reason) ? Level.WARN : Level.DEBUG).log(reason);
  }

  @Override
  public void stands(ReceiveState state) {
    stands.accept(state);
  }
}
