package io.vnetflowroutes.bench;

import com.azure.storage.blob.BlobContainerClient;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What no forwarder can be faster than: it reads the same blobs, looks at nothing, and writes as
 * many bytes as the program makes of them, which were made before.
 */
final class BareLoop {

  private final List<byte[]> bodies;

  /**
   * @param bodies what is written for each blob
   */
  BareLoop(List<byte[]> bodies) {
    this.bodies = bodies;
  }

  /** Reads files and writes files, each of which is on disk in the end, as ours are. */
  void files(Path blobs, Path out) throws IOException {
    Files.createDirectories(out);
    int number = 0;
    for (Path blob : files(blobs)) {
      Files.readAllBytes(blob);
      for (byte[] body : bodies) {
        try (FileChannel channel = create(out.resolve("body-" + number++))) {
          write(channel, body);
          channel.force(true);
        }
      }
    }
  }

  /** Reads files and writes larger ones, each of which is forced to disk when it is full. */
  void gathered(Path blobs, Path out, long size) throws IOException {
    Files.createDirectories(out);
    FileChannel file = null;
    try {
      for (Path blob : files(blobs)) {
        Files.readAllBytes(blob);
        for (byte[] body : bodies) {
          if (file != null && file.size() + body.length > size) {
            file.force(true);
            file.close();
            file = null;
          }
          if (file == null) {
            file = create(out.resolve("gathered-" + System.nanoTime()));
          }
          write(file, body);
        }
      }
      if (file != null) {
        file.force(true);
      }
    } finally {
      if (file != null) {
        file.close();
      }
    }
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static void write(FileChannel file, byte[] body) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(body);
    while (buffer.hasRemaining()) {
      file.write(buffer);
    }
  }

  /** Reads files and posts each body. */
  void http(Path blobs, String url) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    for (Path blob : files(blobs)) {
      Files.readAllBytes(blob);
      for (byte[] body : bodies) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(url))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() != 200) {
          throw new IOException("Refused");
        }
      }
    }
  }

  /** Reads files and sends each line to Kafka, with the producer's own defaults. */
  void kafka(Path blobs, String brokers, String topic) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", brokers);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Path blob : files(blobs)) {
        Files.readAllBytes(blob);
        Future<?> last = null;
        for (byte[] body : bodies) {
          int from = 0;
          for (int at = 0; at < body.length; at++) {
            if (body[at] == '\n') {
              byte[] line = java.util.Arrays.copyOfRange(body, from, at);
              last = producer.send(new ProducerRecord<>(topic, line));
              from = at + 1;
            }
          }
        }
        if (last != null) {
          last.get();
        }
      }
      producer.flush();
    }
  }

  /** Downloads with the Azure SDK, several blobs at a time; returns how many bytes came. */
  static long download(BlobContainerClient container, List<String> blobs, int atATime)
      throws Exception {
    java.util.concurrent.ExecutorService threads =
        java.util.concurrent.Executors.newFixedThreadPool(atATime);
    try {
      List<Future<Long>> downloads =
          blobs.stream().map(blob -> threads.submit(() -> download(container, blob))).toList();
      long bytes = 0;
      for (Future<Long> download : downloads) {
        bytes += download.get();
      }
      return bytes;
    } finally {
      threads.shutdown();
    }
  }

  private static long download(BlobContainerClient container, String blob) {
    long[] bytes = {0};
    OutputStream count =
        new OutputStream() {
          @Override
          public void write(int b) {
            bytes[0]++;
          }

          @Override
          public void write(byte[] from, int start, int length) {
            bytes[0] += length;
          }
        };
    container.getBlobClient(blob).downloadStream(count);
    return bytes[0];
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
