package io.vnetflowroutes.avro;

import io.vnetflowroutes.errors.Causes;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Gives each flow as a record of Avro's to the serializer of a schema registry: {@code
 * value.serializer} of a Kafka producer whose messages are flows in the format flat. The registry's
 * serializer, which a plug-in brings, is named by {@code flows.serializer} and gets the
 * configuration of the producer.
 *
 * <p>So a flow is JSON until it is handed to Kafka's client: in the spool, in the dead letter, and
 * in a message that is sent again.
 */
public final class FlowSerializer implements Serializer<byte[]> {

  private static final String REGISTRY = "flows.serializer";

  private Serializer<Object> registry;

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    String name = configs.get(REGISTRY) instanceof String text ? text : "";
    if (name.isEmpty()) {
      throw new ConfigException(
          REGISTRY
              + " is missing; it must be the class of a registry's serializer, such as"
              + " io.apicurio.registry.serde.avro.AvroKafkaSerializer");
    }
    registry = serializer(name);
    try {
      registry.configure(configs, isKey);
    } catch (RuntimeException e) {
      throw new ConfigException("%s, %s, cannot be used: %s".formatted(REGISTRY, name, words(e)));
    }
  }

  @SuppressWarnings("unchecked") // A serializer of Avro takes any record.
  private static Serializer<Object> serializer(String name) {
    try {
      return Utils.newInstance(name, Serializer.class);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new ConfigException(
          "%s is %s, which is not on the class path; add its library by ./flowlogs add"
              .formatted(REGISTRY, name));
    } catch (KafkaException | ClassCastException e) {
      throw new ConfigException("%s is %s, which is no serializer".formatted(REGISTRY, name));
    }
  }

  @Override
  public byte[] serialize(String topic, byte[] flow) {
    return serialize(topic, null, flow);
  }

  @Override
  public byte[] serialize(String topic, Headers headers, byte[] flow) {
    Object value = flow == null ? null : AvroRecords.of(flow);
    try {
      return registry.serialize(topic, headers, value);
    } catch (RuntimeException e) {
      throw new SchemaRegistryException(
          "the serializer of the schema registry fails: "
              + words(e)
              + "; check that the registry answers, and the options for it in the URI",
          e);
    }
  }

  private static String words(Throwable error) {
    Throwable root = Causes.root(error);
    String message = root.getMessage() == null ? "" : " (" + root.getMessage() + ')';
    return root.getClass().getSimpleName() + message;
  }

  @Override
  public void close() {
    if (registry != null) {
      registry.close();
    }
  }
}
