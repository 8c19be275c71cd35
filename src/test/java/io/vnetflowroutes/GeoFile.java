package io.vnetflowroutes;

import io.vnetflowroutes.derive.Cidr;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes databases in MaxMind's format (MaxMind DB File Format Specification 2.0). */
public final class GeoFile {

  private static final byte[] MARKER =
      "\u00ab\u00cd\u00efMaxMind.com".getBytes(StandardCharsets.ISO_8859_1);
  private static final int V4_DEPTH = 96;
  private static final int UINT32_BYTES = 4;

  private final List<int[]> nodes = new ArrayList<>();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final String type;

  /** A record that is none; negative ones below it are offsets in the data. */
  private static final int NONE = -1;

  public GeoFile(String type) {
    this.type = type;
    nodes.add(new int[] {NONE, NONE});
  }

  /** Says something of a network that holds none of those added before. */
  public GeoFile add(String network, Map<String, Object> entry) {
    Cidr cidr = Cidr.of(network);
    int offset = data.size();
    encode(entry, data);
    int skipped = cidr.address().length == 4 ? V4_DEPTH : 0;
    int depth = skipped + cidr.prefix();
    int node = 0;
    for (int i = 0; i < depth; i++) {
      int at = i - skipped;
      int bit = at < 0 ? 0 : (cidr.address()[at / 8] >> (7 - at % 8)) & 1;
      if (i == depth - 1) {
        nodes.get(node)[bit] = NONE - 1 - offset;
      } else {
        if (nodes.get(node)[bit] == NONE) {
          nodes.add(new int[] {NONE, NONE});
          nodes.get(node)[bit] = nodes.size() - 1;
        }
        node = nodes.get(node)[bit];
      }
    }
    return this;
  }

  /** Writes the file. */
  public Path write(Path file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int[] node : nodes) {
      for (int record : node) {
        int value = record == NONE ? nodes.size() : record;
        value = record < NONE ? nodes.size() + 16 + (NONE - 1 - record) : value;
        out.writeBytes(ByteBuffer.allocate(UINT32_BYTES).putInt(value).array());
      }
    }
    out.writeBytes(new byte[16]);
    out.writeBytes(data.toByteArray());
    out.writeBytes(MARKER);
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("node_count", (long) nodes.size());
    metadata.put("record_size", 32);
    metadata.put("ip_version", 6);
    metadata.put("database_type", type);
    metadata.put("languages", List.of("en"));
    metadata.put("binary_format_major_version", 2);
    metadata.put("binary_format_minor_version", 0);
    metadata.put("build_epoch", 1_764_000_000L);
    metadata.put("description", Map.of("en", "For tests"));
    encode(metadata, out);
    try {
      return Files.write(file, out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void encode(Object value, ByteArrayOutputStream out) {
    if (value instanceof String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      control(2, utf8.length, out);
      out.writeBytes(utf8);
    } else if (value instanceof Integer number) {
      control(5, 2, out);
      out.writeBytes(ByteBuffer.allocate(2).putShort(number.shortValue()).array());
    } else if (value instanceof Long number) {
      control(6, UINT32_BYTES, out);
      out.writeBytes(ByteBuffer.allocate(UINT32_BYTES).putInt(number.intValue()).array());
    } else if (value instanceof List<?> list) {
      control(11, list.size(), out);
      list.forEach(element -> encode(element, out));
    } else if (value instanceof Map<?, ?> map) {
      control(7, map.size(), out);
      map.forEach(
          (key, member) -> {
            encode(key, out);
            encode(member, out);
          });
    } else {
      throw new IllegalArgumentException(String.valueOf(value));
    }
  }

  private static void control(int type, int size, ByteArrayOutputStream out) {
    int direct = Math.min(size, 29);
    out.write(type > 7 ? direct : (type << 5) | direct);
    if (type > 7) {
      out.write(type - 7);
    }
    if (direct == 29) {
      out.write(size - 29);
    }
  }
}
