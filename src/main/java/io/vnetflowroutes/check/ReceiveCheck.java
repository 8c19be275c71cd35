package io.vnetflowroutes.check;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.errors.HumanUnits;
import io.vnetflowroutes.receive.ReceiveSettings;
import io.vnetflowroutes.settings.ProgramKeys;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Whether the topic of batches can be read, and how far its group is. Nothing is consumed. */
final class ReceiveCheck {

  private static final int PATIENCE_SECONDS = 20;

  private ReceiveCheck() {}

  static void check(Settings settings, CheckReporter subject) {
    Properties consumer = ReceiveSettings.consumer(settings);
    String topic = settings.get(ProgramKeys.RECEIVE_TOPIC).orElseThrow();
    String group = ReceiveSettings.group(settings);
    KafkaCheck cluster =
        new KafkaCheck(consumer, topic, ProgramKeys.RECEIVE_KAFKA.of("*"), AclOperation.READ);
    if (cluster.check(subject)) {
      try (Admin admin = Admin.create(cluster.properties())) {
        if (session(admin, consumer, subject)) {
          group(admin, topic, group, subject);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        subject.fail("group", "The check was interrupted");
      }
    }
  }

  /** Whether the brokers allow the session timeout; true if they do not say what they allow. */
  private static boolean session(Admin admin, Properties consumer, CheckReporter subject)
      throws InterruptedException {
    Object timeout = consumer.get(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
    if (timeout == null) {
      return true;
    }
    try {
      Node node =
          admin.describeCluster().nodes().get(PATIENCE_SECONDS, TimeUnit.SECONDS).iterator().next();
      ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
      Config found =
          admin
              .describeConfigs(List.of(broker))
              .values()
              .get(broker)
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      int least = Integer.parseInt(found.get("group.min.session.timeout.ms").value());
      int most = Integer.parseInt(found.get("group.max.session.timeout.ms").value());
      int wanted = Integer.parseInt(timeout.toString());
      return (wanted >= least && wanted <= most)
          || subject.fail(
              "group",
              "%s is %d, but the brokers allow %d to %d; change it, or group.min.session.timeout.ms of the brokers"
                  .formatted(
                      ProgramKeys.RECEIVE_KAFKA.of(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
                      wanted,
                      least,
                      most));
    } catch (ExecutionException | TimeoutException | NumberFormatException e) {
      return true;
    }
  }

  private static void group(Admin admin, String topic, String group, CheckReporter subject)
      throws InterruptedException {
    try {
      ConsumerGroupDescription found =
          admin
              .describeConsumerGroups(List.of(group))
              .describedGroups()
              .get(group)
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      subject.ok(
          "group",
          "The group '%s' has %s, and %d offsets of the topic are not delivered"
              .formatted(
                  group,
                  HumanUnits.count(found.members().size(), "member"),
                  behind(admin, topic, committed)));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        subject.ok(
            "group", "The group '%s' is new, and begins where the topic does".formatted(group));
        return;
      }
      subject.fail(
          "group",
          "The group '%s' cannot be looked at; grant DESCRIBE and READ on it: %s"
              .formatted(group, KafkaCheck.innermost(e)));
    } catch (TimeoutException e) {
      subject.fail("group", "The group '%s' has no coordinator that answers".formatted(group));
    }
  }

  private static long behind(
      Admin admin, String topic, Map<TopicPartition, OffsetAndMetadata> committed)
      throws InterruptedException, ExecutionException, TimeoutException {
    long behind = 0;
    var partitions =
        admin
            .describeTopics(List.of(topic))
            .allTopicNames()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .get(topic)
            .partitions();
    for (var each : partitions) {
      TopicPartition partition = new TopicPartition(topic, each.partition());
      OffsetAndMetadata offset = committed.get(partition);
      long from =
          offset == null ? offset(admin, partition, OffsetSpec.earliest()) : offset.offset();
      behind += offset(admin, partition, OffsetSpec.latest()) - from;
    }
    return behind;
  }

  private static long offset(Admin admin, TopicPartition partition, OffsetSpec which)
      throws InterruptedException, ExecutionException, TimeoutException {
    return admin
        .listOffsets(Map.of(partition, which))
        .partitionResult(partition)
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .offset();
  }
}
