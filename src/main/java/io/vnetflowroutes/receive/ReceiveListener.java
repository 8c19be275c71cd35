package io.vnetflowroutes.receive;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Learns of the events of receiving. Deliverers and the thread of the loop call it. */
public interface ReceiveListener {

  /** A record was not delivered, and will be tried again. */
  void notDelivered(ConsumerRecord<byte[], byte[]> record, String reason);

  /** A record that had failed is delivered now. */
  void deliveredAtLast(ConsumerRecord<byte[], byte[]> record);

  /** Kafka deleted records from an offset on before they were delivered. */
  void deletedBeforeDelivery(TopicPartition partition, long offset);

  /** No records come; the sentence gives the reason. */
  void doesNotWork(String sentence);

  /** The problem is over. */
  void works();

  /** The state of receiving, every few seconds. */
  void stands(ReceiveState state);
}
