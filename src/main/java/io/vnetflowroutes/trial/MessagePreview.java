package io.vnetflowroutes.trial;

import io.vnetflowroutes.message.Compression;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.parquet.ParquetFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;

/**
 * The content of a message, in texts for people.
 *
 * @param texts a text for each flow, or for each line if a route made something else
 * @param bytes how many bytes it has as it is sent
 */
record MessagePreview(List<String> texts, long bytes) {

  /** The contents of a message as an endpoint would get it. */
  static MessagePreview of(Exchange exchange) {
    Object body = exchange.getMessage().getBody();
    if (body instanceof List<?> records) {
      return ofRecords(records);
    }
    byte[] bytes = exchange.getMessage().getBody(byte[].class);
    if (bytes == null) {
      return new MessagePreview(List.of(), 0);
    }
    Delivery made = exchange.getMessage().getHeader(RouteNames.DELIVERY, Delivery.class);
    boolean divided = made != null && made.body() == bytes && made.cuts().length > 0;
    return new MessagePreview(divided ? flows(made) : lines(bytes), bytes.length);
  }

  private static MessagePreview ofRecords(List<?> records) {
    List<String> texts = new ArrayList<>();
    long bytes = 0;
    for (Object record : records) {
      Object value = record instanceof Message message ? message.getBody() : record;
      byte[] text =
          value instanceof byte[] raw
              ? raw
              : String.valueOf(value).getBytes(StandardCharsets.UTF_8);
      Object key = record instanceof Message message ? message.getHeader(KafkaConstants.KEY) : null;
      texts.add((key == null ? "" : "key " + key + ": ") + text(text));
      bytes += text.length;
    }
    return new MessagePreview(texts, bytes);
  }

  /** One text a flow; what stands before the first one, such as a heading, is a text as well. */
  private static List<String> flows(Delivery delivery) {
    List<String> texts = new ArrayList<>();
    String text = text(delivery.body());
    int[] cuts = delivery.cuts();
    if (cuts[0] > 1) {
      texts.add(new String(delivery.body(), 0, cuts[0], StandardCharsets.UTF_8).strip());
    }
    boolean array = text.startsWith("[");
    for (int i = 0; i < cuts.length - 1; i++) {
      String flow =
          new String(delivery.body(), cuts[i], cuts[i + 1] - cuts[i], StandardCharsets.UTF_8);
      texts.add(array && flow.endsWith(",") ? flow.substring(0, flow.length() - 1) : flow.strip());
    }
    return texts;
  }

  private static List<String> lines(byte[] bytes) {
    Optional<String> table = ParquetFile.summary(bytes);
    if (table.isPresent()) {
      return List.of(table.get());
    }
    try {
      return text(Compression.of(bytes).undo(bytes)).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
