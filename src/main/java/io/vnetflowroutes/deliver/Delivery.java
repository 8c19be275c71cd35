package io.vnetflowroutes.deliver;

import java.util.List;

/**
 * One message for a destination.
 *
 * @param key names the message for good, so that it is not sent twice
 * @param fileName the name it has as a file
 * @param body the bytes to send; {@code null} where records are sent
 * @param records one entry a flow, where the destination takes records
 * @param flows how many flows it holds
 */
public record Delivery(
    String key, String fileName, byte[] body, List<KeyedRecord> records, int flows) {

  /**
   * A record for Kafka.
   *
   * @param key the record's key, or {@code null}
   * @param value one flow
   */
  public record KeyedRecord(String key, byte[] value) {}
}
