package io.vnetflowroutes.status;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.receive.ReceiveSettings;
import io.vnetflowroutes.settings.ProgramKeys;

/**
 * What a service receives that takes batches from Kafka instead of reading sources.
 *
 * @param topic the topic
 * @param group the consumer group
 */
record Receiving(String topic, String group) {

  /** What the settings say; {@code null} where sources are read. */
  static Receiving of(Settings settings) {
    return settings
        .get(ProgramKeys.RECEIVE_TOPIC)
        .map(topic -> new Receiving(topic, ReceiveSettings.group(settings)))
        .orElse(null);
  }
}
