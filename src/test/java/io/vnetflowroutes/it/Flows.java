package io.vnetflowroutes.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Flows in the flat format, as a destination got them, duplicates included. */
final class Flows {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> all = new ArrayList<>();

  /** The flows of all finished files below a folder; none where there is no such folder. */
  static Flows inFiles(Path folder) {
    Flows flows = new Flows();
    for (Path file : files(folder)) {
      try {
        flows.add(Files.readAllBytes(file));
      } catch (IOException e) {
        throw new UncheckedIOException(file.toString(), e);
      }
    }
    return flows;
  }

  /** The flows of bodies: lines or arrays. */
  static Flows inBodies(List<HttpReceiver.Request> requests) {
    Flows flows = new Flows();
    requests.forEach(request -> flows.add(request.bodyText().getBytes(UTF_8)));
    return flows;
  }

  /** The flows of texts, such as the values of Kafka records. */
  static Flows inTexts(Collection<String> texts) {
    Flows flows = new Flows();
    texts.forEach(text -> flows.add(text.getBytes(UTF_8)));
    return flows;
  }

  /**
   * The files below a folder that are not hidden, in the order of their names; looked at again if
   * one is renamed meanwhile.
   */
  static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file) && !name(file).startsWith("."))
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return files(folder);
      }
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The flows themselves. */
  List<JsonNode> all() {
    return List.copyOf(all);
  }

  /** Those of which a field has a value. */
  Flows where(String field, String value) {
    Flows some = new Flows();
    all.stream().filter(flow -> flow.path(field).asText().equals(value)).forEach(some.all::add);
    return some;
  }

  /** How many there are, duplicates counted. */
  int size() {
    return all.size();
  }

  /** The ids, in the order of arrival. */
  List<String> ids() {
    return texts("id");
  }

  /** One field of each flow. */
  List<String> texts(String field) {
    return all.stream().map(flow -> flow.path(field).asText()).toList();
  }

  /** The tuples that Azure wrote for them, put together again from their fields. */
  List<String> tuples() {
    return all.stream().map(Flows::tuple).toList();
  }

  /** Fails unless these are the flows of exactly these tuples, each once. */
  void assertExactly(Collection<String> tuples) {
    assertAll(tuples);
    assertThat(all.size()).as("no flow twice").isEqualTo(tuples.size());
  }

  /** Fails unless these are the flows of exactly these tuples, some of them perhaps repeated. */
  void assertAll(Collection<String> tuples) {
    Set<String> missing = new HashSet<>(tuples);
    missing.removeAll(new HashSet<>(tuples()));
    assertThat(missing).as("flows that did not arrive").isEmpty();
    Set<String> strange = new HashSet<>(tuples());
    strange.removeAll(new HashSet<>(tuples));
    assertThat(strange).as("flows that nobody sent").isEmpty();
    assertThat(new HashSet<>(ids()).size())
        .as("one id a flow")
        .isEqualTo(new HashSet<>(tuples).size());
  }

  /** The tuples of records that are allowed, or those that are denied. */
  static List<String> tuples(Collection<String> records, boolean denied) {
    return records.stream()
        .flatMap(record -> Records.tuples(record).stream())
        .filter(tuple -> Records.isDenied(tuple) == denied)
        .toList();
  }

  private void add(byte[] content) {
    try (InputStream bytes = new ByteArrayInputStream(content);
        InputStream text = unpacked(content, bytes);
        MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(text)) {
      while (values.hasNext()) {
        JsonNode value = values.next();
        if (value.isArray()) {
          value.forEach(all::add);
        } else {
          all.add(value);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a file or object, unpacked if it was packed. */
  static String text(byte[] content) {
    try (InputStream bytes = new ByteArrayInputStream(content);
        InputStream text = unpacked(content, bytes)) {
      return new String(text.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream unpacked(byte[] content, InputStream bytes) throws IOException {
    if (content.length > 1 && content[0] == 0x1f && content[1] == (byte) 0x8b) {
      return new GZIPInputStream(bytes);
    }
    boolean zstd = content.length > 1 && content[0] == 0x28 && content[1] == (byte) 0xb5;
    return zstd ? new ZstdInputStream(bytes) : bytes;
  }

  private static String tuple(JsonNode flow) {
    return String.join(
        ",",
        String.valueOf(Instant.parse(flow.path("time").asText()).toEpochMilli()),
        flow.path("src_ip").asText(),
        flow.path("dst_ip").asText(),
        flow.path("src_port").asText(),
        flow.path("dst_port").asText(),
        flow.path("protocol").asText(),
        flow.path("direction").asText(),
        flow.path("state").asText(),
        flow.path("encryption").asText(),
        counter(flow, "packets_sent"),
        counter(flow, "bytes_sent"),
        counter(flow, "packets_received"),
        counter(flow, "bytes_received"));
  }

  private static String counter(JsonNode flow, String field) {
    JsonNode value = flow.path(field);
    return value.isNull() ? "" : value.asText();
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
