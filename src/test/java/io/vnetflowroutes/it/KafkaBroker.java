package io.vnetflowroutes.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A Kafka cluster of one KRaft node: a child JVM with its data in a folder. */
public final class KafkaBroker implements AutoCloseable {
  /** What clients and the broker wait for each other, on a machine that has much else to do. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Path dir;
  private final int port = Ports.free();
  private final int tlsPort;
  private final String login;
  private ChildServer server;

  /**
   * @param user whom the broker itself and its tests are; {@code null} where anyone may use it
   * @param users all who may, with their passwords
   */
  private KafkaBroker(
      Path dir, String user, Map<String, String> users, String more, TlsIdentity tls) {
    this.dir = dir;
    this.tlsPort = tls == null ? 0 : Ports.free();
    this.login = user == null ? null : unfinished(user, users.get(user));
    String sasl =
        user == null
            ? ""
            : """
              sasl.enabled.mechanisms=PLAIN
              sasl.mechanism.inter.broker.protocol=PLAIN
              listener.name.client.plain.sasl.jaas.config=%s %s;
              """
                .formatted(
                    login,
                    users.entrySet().stream()
                        .map(each -> "user_%s=\"%s\"".formatted(each.getKey(), each.getValue()))
                        .collect(Collectors.joining(" ")));
    try {
      Files.writeString(dir.resolve("server.properties"), settings() + sasl + more + tls(tls));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String id = Uuid.randomUuid().toString();
    ChildServer.complete(
        java("kafka.tools.StorageTool", "format", "-t", id, "-c", settingsFile(), "--standalone"),
        log());
    start();
  }

  /** Starts a broker that anyone may use. */
  public static KafkaBroker start(Path dir) {
    return new KafkaBroker(dir, null, Map.of(), "", null);
  }

  /** Starts a broker that asks for a user and password (SASL_PLAINTEXT, PLAIN). */
  public static KafkaBroker startSasl(Path dir, String user, String password) {
    return new KafkaBroker(dir, user, Map.of(user, password), "", null);
  }

  /**
   * Starts a broker that takes unsigned tokens (OAUTHBEARER), too, and lets an application only
   * write one topic; admin, who has a password, may do everything.
   */
  public static KafkaBroker startOauth(Path dir, String application, String topic) {
    KafkaBroker broker =
        new KafkaBroker(
            dir,
            "admin",
            Map.of("admin", "of-admin"),
            """
            sasl.enabled.mechanisms=PLAIN,OAUTHBEARER
            listener.name.client.oauthbearer.sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker" unsecuredValidatorPrincipalClaimName="appid";
            authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
            super.users=User:admin;User:ANONYMOUS
            """,
            null);
    broker.createTopic(topic, 1);
    broker.allow(application, "topic", topic, "write", "describe");
    return broker;
  }

  /** Starts a broker that lets users do what they were granted; admin may do everything. */
  public static KafkaBroker startGuarded(Path dir, Map<String, String> users) {
    return new KafkaBroker(
        dir,
        "admin",
        users,
        """
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        super.users=User:admin;User:ANONYMOUS
        """,
        null);
  }

  /**
   * Grants a user operations on a topic, group or transactional id.
   *
   * @param name its name, or with an asterisk behind it the beginning of names
   */
  public void allow(String user, String resource, String name, String... operations) {
    boolean all = name.endsWith("*");
    ResourcePattern pattern =
        new ResourcePattern(
            ResourceType.fromString(resource.replaceAll("(?<=[a-z])(?=[A-Z])", "_")),
            all ? name.substring(0, name.length() - 1) : name,
            all ? PatternType.PREFIXED : PatternType.LITERAL);
    try (Admin admin = Admin.create(clientProperties())) {
      admin
          .createAcls(
              Stream.of(operations)
                  .map(
                      operation ->
                          new AclBinding(
                              pattern,
                              new AccessControlEntry(
                                  "User:" + user,
                                  "*",
                                  AclOperation.fromString(
                                      operation.strip().replaceAll("(?<=[a-z])(?=[A-Z])", "_")),
                                  AclPermissionType.ALLOW)))
                  .toList())
          .all()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Nothing can be granted on " + name, e);
    }
  }

  private static String unfinished(String user, String password) {
    return String.format(
        "%s required username=\"%s\" password=\"%s\"",
        PlainLoginModule.class.getName(), user, password);
  }

  /** The {@code sasl.jaas.config} of a user. */
  public String login(String user, String password) {
    return unfinished(user, password) + ";";
  }

  /** Starts a broker that anyone may use, at a second address by TLS. */
  public static KafkaBroker startTls(Path dir, TlsIdentity tls) {
    return new KafkaBroker(dir, null, Map.of(), "", tls);
  }

  private String tls(TlsIdentity tls) {
    return tls == null
        ? ""
        : """
          ssl.keystore.type=PKCS12
          ssl.keystore.location=%s
          ssl.keystore.password=%s
          ssl.key.password=%s
          """
            .formatted(tls.keyStore(), tls.password(), tls.password());
  }

  /** Starts the broker again after {@link #kill()}, on the same port with the same data. */
  public void start() {
    server = ChildServer.start(java("kafka.Kafka", settingsFile()), log(), port);
  }

  /** Kills the broker (SIGKILL); its data stays. */
  public void kill() {
    server.kill();
  }

  /** Where a client begins that speaks TLS. */
  public String tlsServers() {
    return "127.0.0.1:" + tlsPort;
  }

  /** Stops the broker's process (SIGSTOP): connections stay, and nothing is answered. */
  public void pause() {
    server.signal("STOP");
  }

  /** Lets it go on (SIGCONT). */
  public void resume() {
    server.signal("CONT");
  }

  /** Where clients begin. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** What a client has to set, the security settings included. */
  public Map<String, Object> clientProperties() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("bootstrap.servers", bootstrapServers());
    properties.put("default.api.timeout.ms", "" + PATIENCE.toMillis());
    properties.put("max.block.ms", "" + PATIENCE.toMillis());
    if (login != null) {
      properties.put("security.protocol", "SASL_PLAINTEXT");
      properties.put("sasl.mechanism", "PLAIN");
      properties.put("sasl.jaas.config", saslJaasConfig());
    }
    return properties;
  }

  /** The client's {@code sasl.jaas.config}. */
  public String saslJaasConfig() {
    return login + ";";
  }

  /** Creates a topic and waits for it. */
  public void createTopic(String name, int partitions) {
    createTopic(name, partitions, Map.of());
  }

  /** Creates a topic with settings of its own. */
  public void createTopic(String name, int partitions, Map<String, String> settings) {
    try (Admin admin = Admin.create(clientProperties())) {
      admin
          .createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(settings)))
          .all()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Topic " + name + " cannot be created", e);
    }
  }

  /** Gives a topic another setting. */
  public void set(String topic, String setting, String value) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    AlterConfigOp change =
        new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
    try (Admin admin = Admin.create(clientProperties())) {
      admin
          .incrementalAlterConfigs(Map.of(resource, List.of(change)))
          .all()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(topic + " cannot be changed", e);
    }
  }

  /**
   * Reads the topic from its beginning to its end, waiting until it holds at least so many records;
   * returns what there is when the timeout passes.
   */
  public List<ConsumerRecord<String, String>> read(String topic, int atLeast, Duration timeout) {
    return read(topic, atLeast, timeout, "read_uncommitted");
  }

  /** Reads what is committed of a topic, from its beginning to its end as it is now. */
  public List<ConsumerRecord<String, String>> readCommitted(String topic) {
    return read(topic, 0, PATIENCE, "read_committed");
  }

  private List<ConsumerRecord<String, String>> read(
      String topic, int atLeast, Duration timeout, String isolation) {
    Map<String, Object> properties = clientProperties();
    properties.put("isolation.level", isolation);
    properties.put("group.id", "reader");
    properties.put("enable.auto.commit", false);
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .collect(Collectors.toList());
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long deadline = System.nanoTime() + timeout.toNanos();
      while (System.nanoTime() < deadline
          && (records.size() < atLeast || !atEnd(consumer, partitions))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  @Override
  public void close() {
    server.kill();
  }

  private static boolean atEnd(
      KafkaConsumer<String, String> consumer, Collection<TopicPartition> partitions) {
    return consumer.endOffsets(partitions).entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private String settings() {
    return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.bootstrap.servers=127.0.0.1:%1$d
        listeners=CLIENT://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%1$d%6$s
        advertised.listeners=CLIENT://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%1$d%6$s
        listener.security.protocol.map=CLIENT:%3$s,CONTROLLER:PLAINTEXT,TLS:SSL
        controller.listener.names=CONTROLLER
        inter.broker.listener.name=CLIENT
        log.dirs=%4$s
        auto.create.topics.enable=false
        num.partitions=1
        offsets.topic.num.partitions=1
        offsets.topic.replication.factor=1
        transaction.state.log.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        group.initial.rebalance.delay.ms=0
        broker.session.timeout.ms=6000
        broker.heartbeat.interval.ms=500
        initial.broker.registration.timeout.ms=%5$d
        """
        .formatted(
            Ports.free(),
            port,
            login == null ? "PLAINTEXT" : "SASL_PLAINTEXT",
            dir.resolve("data"),
            PATIENCE.toMillis(),
            tlsPort == 0 ? "" : ",TLS://127.0.0.1:" + tlsPort);
  }

  private String settingsFile() {
    return dir.resolve("server.properties").toString();
  }

  private Path log() {
    return dir.resolve("kafka.log");
  }

  private static List<String> java(String... mainAndArguments) {
    Path lib = Path.of(System.getProperty("kafka.lib", "target/kafka")).toAbsolutePath();
    if (!Files.isDirectory(lib)) {
      throw new IllegalStateException(
          "No Kafka at "
              + lib
              + ": run mvn -f src/it/kafka/pom.xml"
              + " dependency:copy-dependencies -DoutputDirectory="
              + lib);
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> jvm =
        List.of(java, "-Xmx384m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", lib + "/*");
    return Stream.concat(jvm.stream(), Stream.of(mainAndArguments)).collect(Collectors.toList());
  }
}
