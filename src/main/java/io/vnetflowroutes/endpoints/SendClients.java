package io.vnetflowroutes.endpoints;

import io.vnetflowroutes.deliver.Attempts;
import java.time.Duration;
import java.util.Properties;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.main.Main;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.utils.KafkaThread;

/**
 * Sets the options of the HTTP and Kafka clients with which an attempt ends within seconds, and the
 * spool makes the retries. Options in a URI or below {@code camel.component} take precedence.
 */
public final class SendClients {

  private static final int CONNECT_MILLIS = 5_000;

  /**
   * The Kafka client never gives up a record: if the program sent it again, it could arrive twice.
   */
  private static final int DELIVERY_MILLIS = (int) Duration.ofDays(1).toMillis();

  private static final int REQUEST_MILLIS = 10_000;
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private SendClients() {}

  public static void bind(Main camel) {
    camel.bind(
        "http-client",
        ComponentCustomizer.builder(HttpComponent.class).build(SendClients::configure));
    camel.bind(
        "kafka-client",
        ComponentCustomizer.builder(KafkaComponent.class).build(SendClients::configure));
  }

  private static void configure(HttpComponent http) {
    http.setAutomaticRetriesDisabled(true);
    http.setConnectTimeout(CONNECT_MILLIS);
    http.setConnectionRequestTimeout(Attempts.LONGEST.toMillis());
    http.setResponseTimeout(Attempts.LONGEST.toMillis());
    http.setSoTimeout(Attempts.LONGEST.toMillis());
    http.setHttpClientConfigurer(bounded());
  }

  /**
   * Makes it possible to end a request that takes too long in all, for example because its answer
   * trickles. It does not ask for compressed answers: they are short, and Camel would decompress
   * them a second time.
   */
  private static HttpClientConfigurer bounded() {
    return client ->
        client
            .disableContentCompression()
            .addExecInterceptorFirst(
                "limit",
                (request, scope, chain) -> {
                  if (scope.originalRequest instanceof Cancellable cancellable) {
                    Attempts.endBy(cancellable::cancel);
                  }
                  return chain.proceed(request, scope);
                });
  }

  private static void configure(KafkaComponent kafka) {
    KafkaConfiguration configuration = kafka.getConfiguration();
    configuration.setValueSerializer("org.apache.kafka.common.serialization.ByteArraySerializer");
    configuration.setRecordMetadata(true);
    configuration.setMaxBlockMs(CONNECT_MILLIS);
    configuration.setRequestTimeoutMs(REQUEST_MILLIS);
    configuration.setDeliveryTimeoutMs(DELIVERY_MILLIS);
    kafka.setKafkaClientFactory(new ClosedInTime());
  }

  /**
   * Makes producers that wait at most a second for their records when they are closed, and that do
   * not outlive an error of their thread.
   */
  private static final class ClosedInTime extends DefaultKafkaClientFactory {

    @Override
    public Producer<?, ?> getProducer(Properties properties) {
      Producer<?, ?> producer =
          new KafkaProducer<Object, Object>(properties) {
            @Override
            public void close() {
              close(CLOSE);
            }
          };
      endWithItsThread();
      return producer;
    }

    /**
     * Kafka only logs an error that ends the thread of a producer, and all later records wait
     * forever. With this, such an error ends the process, as on all other threads.
     */
    private static void endWithItsThread() {
      Thread.getAllStackTraces().keySet().stream()
          .filter(KafkaThread.class::isInstance)
          .forEach(thread -> thread.setUncaughtExceptionHandler(null));
    }
  }
}
