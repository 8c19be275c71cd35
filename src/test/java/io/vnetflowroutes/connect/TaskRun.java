package io.vnetflowroutes.connect;

import static org.awaitility.Awaitility.await;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.offsets.Rows;
import io.vnetflowroutes.poll.SettableClock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** Runs a task as a worker does, on one blob in a directory, and keeps what it gives. */
final class TaskRun {

  static final String BLOB =
      "flowLogResourceID=/S_G/NETWORKWATCHER_EASTUS_V-G-FLOWLOG/y=2026/m=09/d=01/h=08/m=00/macAddress="
          + FlowLogText.MAC
          + "/PT1H.json";

  /** A record without what each record must have. */
  static final String UNREADABLE = "{\"time\":7}";

  private static final MBeanServer METRICS = ManagementFactory.getPlatformMBeanServer();

  private final Path folder;
  private final SettableClock clock = new SettableClock("2026-09-01T10:20:00Z");
  private final KeptOffsets offsets = new KeptOffsets();
  private final Map<String, List<SourceRecord>> sent = new TreeMap<>();
  private FlowLogsSourceTask task;
  private Look whenStarted = running -> {};
  private Look whenDone = running -> {};

  /** Looks at a task that runs. */
  interface Look {
    void look(FlowLogsSourceTask running) throws Exception;
  }

  TaskRun(Path folder) {
    this.folder = folder;
  }

  private static ObjectName metricsOf() throws JMException {
    return new ObjectName("io.vnetflowroutes.connect:type=task,connector=\"prod\",task=0");
  }

  /** Whether a task shows metrics now. */
  static boolean shows() throws JMException {
    return METRICS.isRegistered(metricsOf());
  }

  /** The names of the metrics that a task shows now. */
  static List<String> metrics() throws JMException {
    return Stream.of(METRICS.getMBeanInfo(metricsOf()).getAttributes())
        .map(MBeanAttributeInfo::getName)
        .toList();
  }

  /** What one of them is now. */
  static double metric(String name) throws JMException {
    return (double) METRICS.getAttribute(metricsOf(), name);
  }

  /** Writes the blob, of these records; returns its text. */
  String write(String... records) throws IOException {
    String text = FlowLogText.blob(records);
    Path file = folder.resolve(BLOB);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return text;
  }

  /** Writes the blob of another hour and interface. */
  void writeOf(String hour, String mac, String text) throws IOException {
    Path file = folder.resolve(BLOB.replace("h=08", hour).replace(FlowLogText.MAC, mac));
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** The configuration of a connector that has one task. */
  Map<String, String> configuration() {
    Map<String, String> configuration = new HashMap<>();
    configuration.put("name", "prod");
    configuration.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
    configuration.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
    configuration.put("flowlogs.directory", folder.toString());
    configuration.put("flowlogs.task", "0/1");
    return configuration;
  }

  SettableClock clock() {
    return clock;
  }

  /** Takes a look at a task that was not polled yet. */
  void whenStarted(Look look) {
    whenStarted = look;
  }

  /** Takes a look when all has come that is waited for, before the task stops. */
  void whenDone(Look look) {
    whenDone = look;
  }

  /** Runs a task until it says that the hour is done, and commits what it gives. */
  void run(Map<String, String> configuration) throws Exception {
    run(configuration, "\"done_before\":\"2026-09-01T10:00:00Z\"");
  }

  /** Runs a task until a record of progress has such a text. */
  void run(Map<String, String> configuration, String last) throws Exception {
    task = new FlowLogsSourceTask(clock);
    task.initialize(new Context(configuration));
    task.start(configuration);
    whenStarted.look(task);
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              List<SourceRecord> records = task.poll();
              if (records != null) {
                offsets.commit(records);
                records.forEach(
                    record ->
                        sent.computeIfAbsent(record.topic(), topic -> new ArrayList<>())
                            .add(record));
              }
              return topic("progress").stream().anyMatch(record -> text(record).contains(last));
            });
    whenDone.look(task);
    task.stop();
  }

  void stop() {
    if (task != null) {
      task.stop();
    }
  }

  /** What came so far for one of the topics, whose names begin with {@code flowlogs.}. */
  List<SourceRecord> topic(String name) {
    return sent.getOrDefault("flowlogs." + name, List.of());
  }

  /** Forgets what came for a topic. */
  void forget(String name) {
    sent.remove("flowlogs." + name);
  }

  /** How many bytes the names and the blobs of the rows of hours have that were committed. */
  double hourBytes() {
    return offsets.all().entrySet().stream()
        .filter(row -> Rows.row(row.getKey()).startsWith("hour\n"))
        .mapToInt(
            row ->
                Rows.row(row.getKey()).length() + row.getValue().get("blobs").toString().length())
        .sum();
  }

  static String text(SourceRecord record) {
    return record.value() instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : record.value().toString();
  }

  /** What a worker gives to a task. */
  private final class Context implements SourceTaskContext {

    private final Map<String, String> configuration;

    Context(Map<String, String> configuration) {
      this.configuration = configuration;
    }

    @Override
    public Map<String, String> configs() {
      return configuration;
    }

    @Override
    public OffsetStorageReader offsetStorageReader() {
      return offsets;
    }
  }
}
