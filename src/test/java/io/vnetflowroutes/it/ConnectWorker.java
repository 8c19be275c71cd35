package io.vnetflowroutes.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * An ordinary worker of Kafka Connect in distributed mode, a child JVM, with the plug-in as the
 * build packs it, found by its service file alone.
 */
public final class ConnectWorker implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Starts fast, and has room for a test. */
  private static final List<String> SMALL =
      List.of("-Xmx400m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /** The heap that Kafka's own script gives to a worker. */
  private static final List<String> ORDINARY = List.of("-Xmx2g");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path dir;
  private final int port = Ports.free();
  private final int jmxPort = Ports.free();
  private final String version;
  private final List<String> java;
  private ChildServer server;

  private ConnectWorker(
      Path dir, String version, Path plugins, KafkaBroker kafka, String more, List<String> java) {
    this.dir = dir;
    this.version = version;
    this.java = java;
    try {
      Files.createDirectories(dir);
      Files.writeString(dir.resolve("worker.properties"), settings(plugins, kafka) + more);
      Files.writeString(
          dir.resolve("log4j2.properties"),
          """
          rootLogger.level = info
          rootLogger.appenderRef.console.ref = console
          appender.console.type = Console
          appender.console.name = console
          appender.console.layout.type = PatternLayout
          appender.console.layout.pattern = %d %p %X{connector.context}%c{1} %m%n
          """);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
  }

  /** Unpacks the plug-in into a folder, which becomes the plugin.path of workers. */
  public static Path plugins(Path dir) throws Exception {
    Path zip = Path.of(System.getProperty("connect.zip", "target/flowlogs-connect-1.0.0.zip"));
    Path plugins = Files.createDirectories(dir.resolve("plugins"));
    Command.run(
        plugins,
        Map.of(),
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "jar").toString(),
            "xf",
            zip.toAbsolutePath().toString()));
    return plugins;
  }

  /**
   * Starts a worker and waits until it is ready.
   *
   * @param version of Kafka Connect
   */
  static ConnectWorker start(Path dir, String version, Path plugins, KafkaBroker kafka) {
    return start(dir, version, plugins, kafka, "");
  }

  /**
   * The same.
   *
   * @param more lines of its settings
   */
  static ConnectWorker start(
      Path dir, String version, Path plugins, KafkaBroker kafka, String more) {
    ConnectWorker worker = new ConnectWorker(dir, version, plugins, kafka, more, SMALL);
    worker.awaitReady();
    return worker;
  }

  /** Starts one as it is started outside of tests, to be measured, and waits until it is ready. */
  public static ConnectWorker measured(Path dir, String version, Path plugins, KafkaBroker kafka) {
    return measured(dir, version, plugins, kafka, ORDINARY);
  }

  /**
   * The same.
   *
   * @param java options of its JVM
   */
  public static ConnectWorker measured(
      Path dir, String version, Path plugins, KafkaBroker kafka, List<String> java) {
    ConnectWorker worker = new ConnectWorker(dir, version, plugins, kafka, "", java);
    worker.awaitReady();
    return worker;
  }

  /** The processor time that it has taken so far. */
  public Duration processor() {
    return server.processor();
  }

  /** The configuration of a connector that reads all of an account as its blobs grow. */
  static Map<String, String> connector(Azurite azurite, Map<String, String> more) {
    Map<String, String> configuration = new HashMap<>();
    configuration.put("connector.class", "io.vnetflowroutes.connect.FlowLogsSourceConnector");
    configuration.put("tasks.max", "2");
    configuration.put("exactly.once.support", "required");
    configuration.put("offsets.storage.topic", "prod-offsets");
    configuration.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
    configuration.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
    configuration.put("flowlogs.connection-string", azurite.connectionString());
    configuration.put("flowlogs.flow-log", "*");
    configuration.put("flowlogs.delay", "0");
    configuration.put("flowlogs.poll-interval", "1s");
    configuration.putAll(more);
    return configuration;
  }

  /** Starts it again after {@link #kill}. */
  void start() {
    Path lib = Path.of(System.getProperty("connect.lib", "target/connect"), version);
    server =
        ChildServer.start(
            command(
                "-Dcom.sun.management.jmxremote.port=" + jmxPort,
                "-Dcom.sun.management.jmxremote.host=127.0.0.1",
                "-Djava.rmi.server.hostname=127.0.0.1",
                "-Dcom.sun.management.jmxremote.authenticate=false",
                "-Dcom.sun.management.jmxremote.ssl=false",
                "-Dlog4j2.configurationFile=" + dir.resolve("log4j2.properties"),
                "-cp",
                lib.toAbsolutePath() + "/*",
                "org.apache.kafka.connect.cli.ConnectDistributed",
                dir.resolve("worker.properties").toString()),
            log(),
            port);
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(java);
    command.addAll(List.of(arguments));
    return command;
  }

  private Path log() {
    return dir.resolve("worker.log");
  }

  String output() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Those that the compose file shows, with what is other here behind them. */
  private String settings(Path plugins, KafkaBroker kafka) throws IOException {
    return Files.readString(Path.of("deploy/connect/compose/worker.properties"))
        + """
        bootstrap.servers=%s
        offset.storage.partitions=2
        status.storage.partitions=1
        scheduled.rebalance.max.delay.ms=3000
        plugin.path=%s
        listeners=http://127.0.0.1:%d
        rest.advertised.host.name=127.0.0.1
        """
            .formatted(kafka.bootstrapServers(), plugins.toAbsolutePath(), port);
  }

  /** Waits until it answers that it is well: its port is open long before. */
  void awaitReady() {
    await("worker " + dir)
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> send("GET", "/health", "").statusCode() == 200);
  }

  /** Asks its REST API. */
  public JsonNode rest(String method, String path, Object body) throws IOException {
    HttpResponse<String> response = send(method, path, JSON.writeValueAsString(body));
    if (response.statusCode() >= 300) {
      throw new IOException(method + " " + path + ": " + response.statusCode() + response.body());
    }
    return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
  }

  private HttpResponse<String> send(String method, String path, String body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofMinutes(2))
            .header("Content-Type", "application/json")
            .method(
                method,
                method.equals("GET")
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** The attributes of its MBeans whose names match; by their names. */
  @SuppressWarnings("BanJNDI") // the address is the worker's own
  Map<String, Object> beans(String pattern) throws IOException, JMException {
    Map<String, Object> values = new TreeMap<>();
    JMXServiceURL url =
        new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + jmxPort + "/jmxrmi");
    try (JMXConnector jmx = JMXConnectorFactory.connect(url)) {
      MBeanServerConnection beans = jmx.getMBeanServerConnection();
      for (ObjectName bean : beans.queryNames(new ObjectName(pattern), null)) {
        for (MBeanAttributeInfo attribute : beans.getMBeanInfo(bean).getAttributes()) {
          values.put(
              bean.getKeyPropertyListString() + " " + attribute.getName(),
              beans.getAttribute(bean, attribute.getName()));
        }
      }
    }
    return values;
  }

  /** Creates a connector, or changes it, once the worker takes it. */
  public void put(String connector, Map<String, String> configuration) {
    await(connector)
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> rest("PUT", "/connectors/" + connector + "/config", configuration));
  }

  /** Stops its process (SIGSTOP): it answers nothing, and thinks that no time passes. */
  void pause() {
    server.signal("STOP");
  }

  /** Lets it go on (SIGCONT). */
  void resume() {
    server.signal("CONT");
  }

  /** Asks it to end (SIGTERM), and waits until it has. */
  void stop() {
    server.stop();
  }

  /** Kills it (SIGKILL). */
  void kill() {
    server.kill();
  }

  @Override
  public void close() {
    server.kill();
  }
}
