package io.vnetflowroutes.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** Offsets as Connect keeps them: as JSON, of each partition the last one. */
final class KeptOffsets implements OffsetStorageReader {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> offsets = new TreeMap<>();
  private int questions;

  /** Commits the offsets of records, as of one transaction: the last one of each partition. */
  void commit(List<SourceRecord> records) {
    Map<Map<String, ?>, Map<String, ?>> last = new LinkedHashMap<>();
    for (SourceRecord record : records) {
      assertThat(record.sourcePartition()).as("a partition has one entry").hasSize(1);
      assertThat(record.sourceOffset()).as("there is no tombstone").isNotNull();
      last.put(record.sourcePartition(), record.sourceOffset());
    }
    last.forEach(this::put);
  }

  /** Keeps the offset of a partition. */
  void put(Map<String, ?> partition, Map<String, ?> offset) {
    offsets.put(text(partition), text(offset));
  }

  private static String text(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many rows there are. */
  int rows() {
    return offsets.size();
  }

  /** How many bytes all of them take as text. */
  long bytes() {
    return offsets.entrySet().stream()
        .mapToLong(row -> row.getKey().length() + row.getValue().length())
        .sum();
  }

  /** How often they were asked for. */
  int questions() {
    return questions;
  }

  /** All of them, as a person sees them. */
  Map<Map<String, ?>, Map<String, ?>> all() {
    Map<Map<String, ?>, Map<String, ?>> all = new HashMap<>();
    offsets.forEach((partition, offset) -> all.put(map(partition), map(offset)));
    return all;
  }

  private static Map<String, Object> map(String text) {
    try {
      return JSON.readValue(text, new TypeReference<Map<String, Object>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public <T> Map<String, Object> offset(Map<String, T> partition) {
    return offsets(List.of(partition)).get(partition);
  }

  @Override
  public <T> Map<Map<String, T>, Map<String, Object>> offsets(
      Collection<Map<String, T>> partitions) {
    questions++;
    Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
    for (Map<String, T> partition : partitions) {
      String offset = offsets.get(text(partition));
      found.put(partition, offset == null ? null : map(offset));
    }
    return found;
  }
}
