package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves the servers and the data the other integration tests stand on. */
final class FixturesIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MAC = "000D3A359573";
  private static final Instant HOUR = Instant.parse("2026-03-11T14:00:06.123456700Z");
  private static final Names NAMES =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "Prod-vnet", "Net-rg");

  @TempDir Path dir;

  @Test
  void recordsAreUniqueCountedAndTheSameForTheSameSeed() throws IOException {
    Records records = new Records(NAMES, MAC, 7, 0.3);
    List<String> all = records.next(HOUR, 20, 500);

    assertThat(new Records(NAMES, MAC, 7, 0.3).next(HOUR, 20, 500)).isEqualTo(all);
    Set<String> tuples = new HashSet<>();
    all.forEach(json -> tuples.addAll(Records.tuples(json)));
    assertThat(tuples).hasSize(10_000).allMatch(tuple -> tuple.split(",", -1).length == 13);
    assertThat(tuples.stream().filter(Records::isDenied)).hasSize((int) records.denied());
    assertThat(records.allowed() + records.denied()).isEqualTo(10_000);
    assertThat(records.denied()).isBetween(2_800L, 3_200L);
    assertThat(JSON.readTree(all.get(0)).fieldNames())
        .toIterable()
        .containsExactly(
            "time",
            "flowLogVersion",
            "flowLogGUID",
            "macAddress",
            "category",
            "flowLogResourceID",
            "targetResourceID",
            "operationName",
            "flowRecords");
    assertThat(all.get(0)).startsWith("{\"time\":\"2026-03-11T14:00:06.1234567Z\"");
    assertThat(NAMES.blob(HOUR, MAC))
        .isEqualTo(
            "flowLogResourceID=/C088DC46-D692-42AD-A4B6-9A542D28AD2A_NETWORKWATCHERRG"
                + "/NETWORKWATCHER_WESTUS_PROD-VNET-NET-RG-FLOWLOG"
                + "/y=2026/m=03/d=11/h=14/m=00/macAddress=000D3A359573/PT1H.json");
  }

  @Test
  void blobGrowsAsAzureWritesItAndOutlivesARestart() throws IOException {
    try (Azurite azurite = Azurite.start(dir)) {
      BlobContainerClient container = azurite.container(Azurite.FLOW_LOG_CONTAINER);
      GrowingBlob blob = new GrowingBlob(container, NAMES.blob(HOUR, MAC));
      Records records = new Records(NAMES, MAC, 1, 0.5);
      blob.open();
      long length = blob.length();
      assertThat(length).isEqualTo(14);
      for (int minute = 0; minute < 3; minute++) {
        blob.append(records.next(HOUR.plusSeconds(60L * minute), minute + 1, 10));
        long listed = listed(container).getProperties().getContentLength();
        assertThat(listed).isGreaterThan(length).isEqualTo(blob.length());
        length = listed;
        assertThat(recordsOf(blob)).isEqualTo(blob.records());
      }
      assertThat(blob.records()).hasSize(6);

      azurite.restart();
      assertThat(recordsOf(blob)).isEqualTo(blob.records());

      blob.replaceWith("{\"records\":[1]}".getBytes(StandardCharsets.UTF_8));
      assertThat(blob.content()).isEqualTo("{\"records\":[1]}");
      blob.append("{}");
      assertThat(blob.content()).isEqualTo("{\"records\":[{}]}");
      blob.delete();
      assertThat(container.listBlobs()).isEmpty();
      blob.appendRaw("{\"time\":".getBytes(StandardCharsets.UTF_8));
      assertThat(blob.content()).isEqualTo("{\"records\":[{\"time\":]}");
      assertThat(azurite.requests())
          .anyMatch(line -> line.startsWith("201 PUT /devstoreaccount1/"));
    }
  }

  @Test
  void kafkaKeepsItsRecordsWhenItIsKilled() throws Exception {
    try (KafkaBroker kafka = KafkaBroker.start(dir)) {
      kafka.createTopic("flows", 3);
      produce(kafka, "one");
      kafka.kill();
      kafka.start();
      produce(kafka, "two");
      assertThat(kafka.read("flows", 2, Duration.ofMinutes(10)))
          .extracting(ConsumerRecord::value)
          .containsExactlyInAnyOrder("one", "two");
    }
  }

  @Test
  void kafkaAsksForUserAndPassword() throws Exception {
    try (KafkaBroker kafka = KafkaBroker.startSasl(dir, "alice", "wonder")) {
      kafka.createTopic("flows", 1);
      produce(kafka, "one");
      assertThat(kafka.read("flows", 1, Duration.ofMinutes(10))).hasSize(1);
      Map<String, Object> wrong = kafka.clientProperties();
      wrong.put("sasl.jaas.config", kafka.saslJaasConfig().replace("wonder", "land"));
      assertThatThrownBy(() -> produce(wrong, "two")).hasMessageContaining("Authentication failed");
    }
  }

  @Test
  void receiverKeepsRequestsAndAnswersAsTold() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.start()) {
      receiver.answerNext(429, Map.of("Retry-After", "1"));
      HttpResponse<String> first = post(receiver, "none", "flöw".getBytes(StandardCharsets.UTF_8));
      assertThat(first.statusCode()).isEqualTo(429);
      assertThat(first.headers().firstValue("retry-after")).hasValue("1");
      assertThat(post(receiver, "none", gzip("packed")).statusCode()).isEqualTo(200);
      receiver.requireBearer("t0ken");
      assertThat(post(receiver, "Bearer no", gzip("x")).statusCode()).isEqualTo(401);
      assertThat(post(receiver, "Bearer t0ken", gzip("y")).statusCode()).isEqualTo(200);
      receiver.requireBasic("u", "p");
      receiver.answerAlways(503);
      assertThat(post(receiver, "Basic dTpw", gzip("z")).statusCode()).isEqualTo(503);

      assertThat(receiver.requests()).hasSize(5);
      assertThat(receiver.requests().get(0).bodyText()).isEqualTo("flöw");
      assertThat(receiver.requests().get(0).path()).isEqualTo("/in?x=1");
      assertThat(receiver.accepted())
          .extracting(HttpReceiver.Request::bodyText)
          .containsExactly("packed", "y");
      receiver.stop();
      assertThatThrownBy(() -> post(receiver, "none", gzip("z")))
          .isInstanceOf(ConnectException.class);
      receiver.restart();
      receiver.answerAlways(204);
      assertThat(post(receiver, "Basic dTpw", gzip("z")).statusCode()).isEqualTo(204);
    }
  }

  @Test
  void receiverHoldsRequestsBack() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.start()) {
      receiver.hold();
      HttpRequest request = HttpRequest.newBuilder(URI.create(receiver.url("/in"))).build();
      CompletableFuture<HttpResponse<String>> answer =
          HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofString());
      await().until(() -> receiver.held() == 1);
      assertThat(answer).isNotDone();
      receiver.release();
      assertThat(answer.get(10, TimeUnit.MINUTES).statusCode()).isEqualTo(200);

      receiver.hold();
      CompletableFuture<HttpResponse<String>> lost =
          HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofString());
      await().until(() -> receiver.held() == 1);
      receiver.stop();
      assertThatThrownBy(() -> lost.get(10, TimeUnit.MINUTES))
          .hasCauseInstanceOf(IOException.class);
      assertThat(receiver.requests()).hasSize(1);
    }
  }

  private static BlobItem listed(BlobContainerClient container) {
    return container.listBlobsByHierarchy(NAMES.blob(HOUR, MAC)).iterator().next();
  }

  private static List<String> recordsOf(GrowingBlob blob) throws IOException {
    List<String> records = new ArrayList<>();
    for (JsonNode record : JSON.readTree(blob.content()).path("records")) {
      records.add(record.toString());
    }
    return records;
  }

  private static void produce(KafkaBroker kafka, String value) throws Exception {
    produce(kafka.clientProperties(), value);
  }

  private static void produce(Map<String, Object> properties, String value) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>("flows", value)).get(10, TimeUnit.MINUTES);
    }
  }

  private static HttpResponse<String> post(HttpReceiver receiver, String authorization, byte[] body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(receiver.url("/in?x=1")))
            .header("Authorization", authorization)
            .POST(BodyPublishers.ofByteArray(body));
    if (body[0] == 0x1f) {
      request.header("Content-Encoding", "gzip");
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
