package io.vnetflowroutes.receive;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Is told what happens while batches are received. Deliverers and the thread of the loop call it.
 */
public interface ReceiveListener {

  /** A record was not delivered and is to be tried again. */
  void notDelivered(ConsumerRecord<byte[], byte[]> record, String reason);

  /** A record that was not delivered before is delivered now. */
  void deliveredAtLast(ConsumerRecord<byte[], byte[]> record);

  /** Kafka deleted what came from an offset on before it was delivered. */
  void deletedBeforeDelivery(TopicPartition partition, long offset);

  /** Nothing comes, for the reason of the sentence. */
  void doesNotWork(String sentence);

  /** What did not work does so again. */
  void works();

  /** How receiving stands, every few seconds. */
  void stands(ReceiveState state);
}
