package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.receiver.DestinationsPage;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The components that docs/destinations.md adds by {@code ./flowlogs add}, with the commands and
 * the blocks of the page: a message that their server cannot take waits, and one that is sent twice
 * is there once.
 */
final class AddedComponentsIT {

  private static final String BOTH = "flowlogs.allow = siem\nflowlogs.deny = siem\n";

  @TempDir Path dir;
  private Path home;
  private Archive archive;

  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectory(dir.resolve("home"));
    Program.cloneInto(home);
    archive = new Archive(dir.resolve("archive"), Archive.hoursAgo()).grow(20);
  }

  /** Runs a command line of the page, or one like it. */
  private int flowlogs(Program program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(home.resolve("flowlogs").toString()));
    command.addAll(List.of(arguments));
    program.launch(command);
    int code = program.exitCode();
    program.assertNoStackTrace();
    return code;
  }

  private void add(Program program, String component) {
    for (String line : DestinationsPage.blockWith("add " + component).lines().toList()) {
      assertThat(flowlogs(program, line.substring("./flowlogs ".length()).split(" ", -1)))
          .as(program.output())
          .isZero();
    }
  }

  /** Sends everything, as if nothing had ever been sent. */
  private void sendAgain(Program program, int code, int taken) throws IOException {
    Path state = program.folder().resolve("state");
    Files.move(state, Files.createTempDirectory(dir, "earlier").resolve("state"));
    assertThat(flowlogs(program, "run", "--once")).as(program.output()).isEqualTo(code);
    assertThat(program.output()).contains("Delivered destination=\"siem\" flows=\"" + taken + '"');
  }

  private void send(Program program) {
    assertThat(flowlogs(program, "run", "--once")).as(program.output()).isZero();
  }

  private static List<Path> letters(Program program) {
    return Flows.files(program.folder().resolve("dead-letter"));
  }

  @Test
  void aTableOfPostgresHasEachFlowOnce() throws Exception {
    Path access = dir.resolve("pg_hba.conf");
    Files.writeString(
        access,
        "host all flowlogs 127.0.0.1/32 scram-sha-256\nhost all postgres 127.0.0.1/32 trust\n");
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setServerConfig("hba_file", access.toString())
                .setServerConfig("listen_addresses", "127.0.0.1")
                .start();
        Connection database = postgres.getPostgresDatabase().getConnection()) {
      run(database, "CREATE ROLE flowlogs LOGIN PASSWORD 'of the database'");
      String block = DestinationsPage.blockWith("sql:insert");
      String url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
      String settings = archive.source() + block.replaceFirst("jdbc:postgresql://\\S+", url) + BOTH;
      try (Program program = Program.in(dir.resolve("work"), settings)) {
        add(program, "camel-sql");
        program.with("DB_PASSWORD", "wrong");
        assertThat(flowlogs(program, "check", "--send")).isEqualTo(1);
        assertThat(program.output())
            .contains("the database refuses the login; check the user and the password")
            .doesNotContain("wrong");

        program.with("DB_PASSWORD", "of the database");
        run(database, DestinationsPage.blockWith("id text PRIMARY KEY"));
        run(database, "GRANT SELECT, INSERT ON flows TO flowlogs");
        String away =
            "camel.beans.db.url=jdbc:postgresql://127.0.0.1:" + Ports.free() + "/postgres";
        assertThat(flowlogs(program, "run", "--once", "--set", away)).isEqualTo(1);
        assertThat(program.output())
            .contains("the database does not answer as it must")
            .contains("Delivered destination=\"siem\" flows=\"0\" messages_spooled=\"");
        send(program);
        assertThat(rows(database)).isEqualTo(archive.tuples().size());
        sendAgain(program, 0, archive.tuples().size());
        assertThat(rows(database)).isEqualTo(archive.tuples().size());
        assertThat(letters(program)).isEmpty();

        String time = archive.tuples().get(0).replaceFirst(",.*", "");
        int refused =
            (int) archive.tuples().stream().filter(tuple -> tuple.startsWith(time)).count();
        run(database, "TRUNCATE flows");
        run(
            database,
            "ALTER TABLE flows ADD CHECK (extract(epoch FROM time) * 1000 <> %s)".formatted(time));
        sendAgain(program, 1, archive.tuples().size() - refused);
        assertThat(rows(database)).isEqualTo(archive.tuples().size() - refused);
        assertThat(letters(program)).hasSize(refused);
        assertThat(program.output())
            .contains("the database refuses a row")
            .contains("(SQLSTATE 23514, code 0)")
            .doesNotContain("Failing row");
      }
    }
  }

  @Test
  void aQueueOfArtemisHasEachMessageOnce() throws Exception {
    int port = Ports.free();
    String settings =
        archive.source()
            + DestinationsPage.blockWith("amqp:queue")
                .replace("broker.example.com:5672", "127.0.0.1:" + port)
            + BOTH
            + "camel.main.routesIncludePattern = file:my-routes/*.camel.yaml\n";
    try (Program program = Program.in(dir.resolve("work"), settings)) {
      program.with("BROKER_PASSWORD", Artemis.password());
      Path own = Files.createDirectory(program.folder().resolve("my-routes"));
      Files.writeString(
          own.resolve("to-broker.camel.yaml"), DestinationsPage.blockWith("id: to-broker"));
      add(program, "camel-amqp");
      assertThat(flowlogs(program, "run", "--once")).isEqualTo(1);
      assertThat(program.output())
          .contains("Connection refused")
          .contains("Delivered destination=\"siem\" flows=\"0\" messages_spooled=\"");

      // What it has acknowledged is there after a kill.
      Artemis killed = Artemis.start(dir.resolve("broker"), port);
      try (killed) {
        send(program);
        assertThat(letters(program)).isEmpty();
      }
      try (Artemis broker = Artemis.start(dir.resolve("broker"), port)) {
        Flows.inTexts(broker.take()).assertExactly(archive.tuples());

        Files.writeString(
            program.folder().resolve("application.properties"),
            settings.replaceFirst("amqp:queue\\S+", "direct:to-broker"));
        sendAgain(program, 0, archive.tuples().size());
        sendAgain(program, 0, archive.tuples().size());
        Flows.inTexts(broker.take()).assertExactly(archive.tuples());

        program.with("BROKER_PASSWORD", "wrong");
        assertThat(flowlogs(program, "check", "--send")).isEqualTo(1);
        assertThat(program.output()).contains("Client failed to authenticate using SASL");
      }
    }
  }

  @Test
  void aTopicHasAvroWithTheSchemaOfARegistry() throws Exception {
    int port = Ports.free();
    try (KafkaBroker kafka = KafkaBroker.start(Files.createDirectory(dir.resolve("kafka")))) {
      kafka.createTopic("flows", 1);
      String settings =
          archive.source()
              + DestinationsPage.blockWith("FlowSerializer")
                  .replace("kafka.example.com:9092", kafka.bootstrapServers())
                  .replace("https://registry.example.com", "http://127.0.0.1:" + port)
              + BOTH;
      try (Program program = Program.in(dir.resolve("work"), settings)) {
        add(program, "io.apicurio");
        assertThat(flowlogs(program, "run", "--once")).as(program.output()).isEqualTo(1);
        assertThat(program.output())
            .contains("the serializer of the schema registry fails: ")
            .contains("Delivered destination=\"siem\" flows=\"0\" messages_spooled=\"");
        try (SchemaRegistry registry = new SchemaRegistry(port)) {
          send(program);
          assertThat(letters(program)).isEmpty();
          List<GenericRecord> records = avro(kafka, archive.tuples().size());
          assertThat(records.stream().map(flow -> flow.get("id").toString()).distinct())
              .hasSize(archive.tuples().size());
          assertThat(records)
              .allSatisfy(flow -> assertThat(flow.get("dst_port")).isInstanceOf(Integer.class));
          assertThat(registry.server().getAllServeEvents()).as("one schema").hasSize(1);
        }
      }
    }
  }

  /** The records of the topic; in front of each is the id of its schema. */
  private static List<GenericRecord> avro(KafkaBroker kafka, int count) throws IOException {
    GenericDatumReader<GenericRecord> reader =
        new GenericDatumReader<>(
            new Schema.Parser()
                .parse(
                    AddedComponentsIT.class.getResourceAsStream(
                        "/io/vnetflowroutes/avro/Flow.avsc")));
    List<GenericRecord> flows = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            kafka.clientProperties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> topic = List.of(new TopicPartition("flows", 0));
      consumer.assign(topic);
      consumer.seekToBeginning(topic);
      while (flows.size() < count || consumer.position(topic.get(0)) < end(consumer, topic)) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          byte[] value = record.value();
          int head = 1 + Integer.BYTES;
          flows.add(
              reader.read(
                  null,
                  DecoderFactory.get().binaryDecoder(value, head, value.length - head, null)));
        }
      }
    }
    return flows;
  }

  private static long end(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> topic) {
    return consumer.endOffsets(topic).get(topic.get(0));
  }

  private static int rows(Connection database) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM flows")) {
      count.next();
      return count.getInt(1);
    }
  }

  private static void run(Connection database, String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }
}
