package io.vnetflowroutes.check;

import io.vnetflowroutes.errors.Causes;
import io.vnetflowroutes.errors.LoginError;
import io.vnetflowroutes.net.Proxies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.security.auth.login.LoginException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Whether a Kafka cluster and a topic are there; only their metadata is asked. */
public final class KafkaCheck {

  private static final int PATIENCE_MILLIS = 10_000;
  private static final String AUTO_CREATE = "auto.create.topics.enable";
  private static final String PAST_PROXIES =
      "; Kafka does not go by the proxy that HTTPS_PROXY or HTTP_PROXY names";
  private static final String IN_THE_URI = "saslMechanism and saslJaasConfig in ";
  private static final String ADVICE =
      "check brokers in the URI, and advertised.listeners of the brokers";

  private final String topic;
  private final String uriKey;
  private final String login;
  private final AclOperation need;
  private final Map<String, Object> properties = new HashMap<>();

  /**
   * @param producer the properties of the producer, the brokers among them
   * @param uriKey the setting with the destination's URI, for messages
   * @param loginKey the setting with its login; {@code null} if the URI has it
   */
  public KafkaCheck(Properties producer, String topic, String uriKey, String loginKey) {
    this(
        producer,
        topic,
        uriKey,
        loginKey == null ? IN_THE_URI + uriKey : loginKey,
        AclOperation.WRITE);
  }

  /** The same for what is to be done with the topic: to read or to write it. */
  KafkaCheck(Properties client, String topic, String uriKey, AclOperation need) {
    this(client, topic, uriKey, IN_THE_URI + uriKey, need);
  }

  private KafkaCheck(
      Properties client, String topic, String uriKey, String login, AclOperation need) {
    this.topic = topic;
    this.uriKey = uriKey;
    this.login = login;
    this.need = need;
    for (String name : AdminClientConfig.configNames()) {
      if (client.containsKey(name)) {
        properties.put(name, client.get(name));
      }
    }
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS / 2);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
  }

  /** The properties of a client of the cluster. */
  Map<String, Object> properties() {
    return properties;
  }

  /** Asks the cluster; returns whether the topic can be used. */
  public boolean check(CheckReporter subject) {
    try (Admin admin = Admin.create(properties)) {
      return brokers(admin, subject) && topic(admin, subject);
    } catch (KafkaException e) {
      return subject.fail(
          "brokers",
          ofTheLogin(e)
              ? "The login to the brokers fails: " + innermost(e)
              : "%s is wrong: %s".formatted(uriKey, innermost(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return subject.fail("brokers", "The check was interrupted");
    }
  }

  /** Whether the client failed before it had anything to log in with, such as a token. */
  private static boolean ofTheLogin(KafkaException error) {
    return Causes.has(error, LoginException.class) && LoginError.sentence(error).isEmpty();
  }

  private boolean brokers(Admin admin, CheckReporter subject) throws InterruptedException {
    Collection<Node> nodes;
    try {
      nodes = get(admin.describeCluster().nodes());
    } catch (ExecutionException | TimeoutException e) {
      return subject.fail("brokers", refusal(e));
    }
    for (Node node : nodes) {
      String reason = new ConnectionCheck(node.host(), node.port(), null, ADVICE).refusal();
      if (reason != null) {
        return subject.fail(
            "brokers",
            "The cluster answers, but names a broker %s:%d that does not (%s); its"
                    .formatted(node.host(), node.port(), reason)
                + " advertised.listeners must hold an address that this machine can reach");
      }
    }
    return subject.ok(
        "brokers", nodes.size() == 1 ? "1 broker answers" : nodes.size() + " brokers answer");
  }

  private boolean topic(Admin admin, CheckReporter subject) throws InterruptedException {
    TopicDescription found;
    try {
      found =
          get(
              admin
                  .describeTopics(
                      List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                  .topicNameValues()
                  .get(topic));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return missing(admin, subject);
      }
      return subject.fail(
          "topic",
          e.getCause() instanceof AuthorizationException
              ? "The topic '%s' may not be described; grant DESCRIBE and %s on it"
                  .formatted(topic, need)
              : "The topic '%s' cannot be described: %s".formatted(topic, innermost(e)));
    } catch (TimeoutException e) {
      return subject.fail("topic", refusal(e));
    }
    long headless =
        found.partitions().stream()
            .filter(partition -> partition.leader() == null || partition.leader().isEmpty())
            .count();
    if (headless > 0) {
      return subject.fail(
          "topic",
          "%d of %d partitions of the topic '%s' have no leader; look after the cluster"
              .formatted(headless, found.partitions().size(), topic));
    }
    if (found.authorizedOperations() != null && !found.authorizedOperations().contains(need)) {
      return subject.fail(
          "topic",
          need == AclOperation.READ
              ? "The topic '%s' may not be read; grant READ on it".formatted(topic)
              : "The topic '%s' may not be written; grant WRITE on it".formatted(topic));
    }
    return subject.ok(
        "topic",
        "The topic '%s' has %d partition%s"
            .formatted(
                topic, found.partitions().size(), found.partitions().size() == 1 ? "" : "s"));
  }

  private boolean missing(Admin admin, CheckReporter subject) throws InterruptedException {
    boolean makes = need == AclOperation.WRITE && made(admin);
    return makes
        ? subject.ok(
            "topic", "The brokers will make the topic '%s' when it is used".formatted(topic))
        : subject.fail(
            "topic", "There is no topic '%s'; create it, or correct %s".formatted(topic, uriKey));
  }

  /** Whether brokers create topics by themselves; false if they do not say. */
  private static boolean made(Admin admin) throws InterruptedException {
    try {
      Node node = get(admin.describeCluster().nodes()).iterator().next();
      ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
      return "true"
          .equals(
              get(admin.describeConfigs(List.of(broker)).values().get(broker))
                  .get(AUTO_CREATE)
                  .value());
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  private String refusal(Exception e) {
    if (e.getCause() instanceof SslAuthenticationException) {
      return ("The brokers have no certificate that is trusted (%s); set sslTruststoreType=PEM and"
              + " sslTruststoreLocation in %s to the PEM file of their authority")
          .formatted(innermost(e), uriKey);
    }
    if (e.getCause() instanceof AuthenticationException) {
      return "The brokers refuse the credentials (%s); check %s".formatted(innermost(e), login);
    }
    List<String> refusals = new ArrayList<>();
    String brokers = String.valueOf(properties.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
    for (String broker : Arrays.asList(brokers.split("\\s*,\\s*", -1))) {
      int colon = broker.lastIndexOf(':');
      if (colon > 0 && broker.substring(colon + 1).matches("\\d{1,5}")) {
        int port = Integer.parseInt(broker.substring(colon + 1));
        String reason =
            new ConnectionCheck(broker.substring(0, colon), port, null, ADVICE).refusal();
        refusals.add(broker + " " + (reason == null ? "answers, but not as Kafka" : reason));
      }
    }
    return "No broker answers (%s); %s"
        .formatted(
            String.join(", ", refusals),
            refusals.stream().anyMatch(refusal -> refusal.endsWith("as Kafka"))
                ? "check securityProtocol in " + uriKey
                : "start it, or correct brokers in "
                    + uriKey
                    + (Proxies.named(System.getenv()) ? PAST_PROXIES : ""));
  }

  private static <T> T get(KafkaFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(2L * PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The innermost message, without what may be secret in it. */
  static String innermost(Throwable error) {
    return LoginError.sentence(error)
        .orElseGet(
            () -> String.valueOf(Causes.root(error).getMessage()).lines().findFirst().orElse(""));
  }
}
