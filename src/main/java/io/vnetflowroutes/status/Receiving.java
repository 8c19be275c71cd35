package io.vnetflowroutes.status;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.receive.ReceiveSettings;
import io.vnetflowroutes.settings.ProgramKeys;

/**
 * The topic of a service that takes batches from Kafka instead of reading sources.
 *
 * @param topic the topic
 * @param group the consumer group
 */
record Receiving(String topic, String group) {

  /** The topic in the settings; {@code null} if sources are read. */
  static Receiving of(Settings settings) {
    return settings
        .get(ProgramKeys.RECEIVE_TOPIC)
        .map(topic -> new Receiving(topic, ReceiveSettings.group(settings)))
        .orElse(null);
  }
}
