package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.storage.blob.BlobContainerClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Blobs that grow while workers read them, and what must come of that: who reads what is committed
 * of the topic {@code flows} sees each flow once, and those of an interface in order.
 */
final class ConnectLoad {

  private static final Duration LONG = Duration.ofMinutes(10);

  /** How many flows a blob has more of after it grew. */
  private static final int FLOWS = 10;

  private final KafkaBroker kafka;
  private final BlobContainerClient container;
  private final Instant hour;
  private final List<GrowingBlob> blobs = new ArrayList<>();
  private final List<Records> records = new ArrayList<>();
  private int minutes;
  private volatile int flows;

  ConnectLoad(KafkaBroker kafka, BlobContainerClient container, Instant hour) {
    this.kafka = kafka;
    this.container = container;
    this.hour = hour;
    kafka.createTopic("flows", 2);
    kafka.createTopic("flowlogs.dead-letter", 1);
    kafka.createTopic("flowlogs.progress", 1);
  }

  /** The configuration of a connector that reads the account. */
  static Map<String, String> configuration(Azurite azurite, Map<String, String> more) {
    Map<String, String> configuration = new HashMap<>(more);
    configuration.put("flowlogs.topic.allow", "flows");
    configuration.put("flowlogs.topic.deny", "flows");
    configuration.put("flowlogs.headers", "id, decision");
    return ConnectWorker.connector(azurite, configuration);
  }

  /** Lets a flow log have blobs of so many more interfaces; returns the address of the last. */
  synchronized String add(Names names, int interfaces) {
    String mac = "";
    for (int nic = 0; nic < interfaces; nic++) {
      int number = blobs.size() + 1;
      mac = "%012X".formatted(0x000D3A000000L + number);
      blobs.add(new GrowingBlob(container, names.blob(hour, mac)));
      records.add(new Records(names, mac, number, 0.3));
    }
    return mac;
  }

  /** Lets each blob grow by a record. */
  synchronized void grow() {
    for (int nic = 0; nic < blobs.size(); nic++) {
      blobs.get(nic).append(records.get(nic).next(hour.plusSeconds(minutes), 1, FLOWS));
      flows += FLOWS;
    }
    minutes++;
  }

  /** How many flows there are so far. */
  int flows() {
    return flows;
  }

  /** Waits until so many flows are committed. */
  void awaitFlows(int count, List<ConnectWorker> workers) {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              restartWhatConnectGaveUp(workers);
              return kafka.readCommitted("flows").size() >= count;
            });
  }

  /** Waits until a flow of an interface is committed. */
  void awaitFlowOf(String mac) {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> kafka.readCommitted("flows").stream().anyMatch(flow -> flow.key().equals(mac)));
  }

  /**
   * Starts tasks again that Connect declared to have failed, as Strimzi does: while workers die, it
   * may ask one that is still starting to fence a task, and then gives the task up.
   */
  private static void restartWhatConnectGaveUp(List<ConnectWorker> workers) {
    for (ConnectWorker worker : workers) {
      try {
        worker.rest("POST", "/connectors/prod/restart?includeTasks=true&onlyFailed=true", Map.of());
        return;
      } catch (IOException e) {
        // It is starting, or rebalancing; the next one may do it, or this one a second later.
      }
    }
  }

  /**
   * None is missing and none comes twice. Of an interface, the allowed flows are in the order of
   * the blob, and so are the denied ones.
   */
  void check() {
    List<ConsumerRecord<String, String>> committed = kafka.readCommitted("flows");
    List<String> ids = committed.stream().map(flow -> header(flow, "id")).toList();
    assertThat(ids).doesNotHaveDuplicates().hasSize(flows);
    Map<String, Long> reached = new HashMap<>();
    for (ConsumerRecord<String, String> flow : committed) {
      String id = header(flow, "id");
      long offset = Long.parseLong(id.split("-", -1)[2]);
      Long before = reached.put(flow.key() + header(flow, "decision"), offset);
      assertThat(before == null || before <= offset).as("the order of %s", id).isTrue();
    }
  }

  private static String header(ConsumerRecord<String, String> flow, String name) {
    return new String(flow.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
