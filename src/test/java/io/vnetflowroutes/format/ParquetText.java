package io.vnetflowroutes.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Flow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a Parquet file holds as parquet-java reads it: its schema, and a JSON object a row. */
final class ParquetText {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ParquetText() {}

  static String of(Format format, List<Flow> flows) {
    try {
      Path file = Files.createTempFile("golden", ".parquet");
      Files.write(file, bytes(format, flows));
      StringBuilder text =
          new StringBuilder(ParquetJava.footer(file).getFileMetaData().getSchema().toString());
      ParquetJava.read(file, row -> text.append(json(row)).append('\n'));
      Files.delete(file);
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file that a format makes of flows. */
  static byte[] bytes(Format format, List<Flow> flows) {
    ByteOutput out = new ByteOutput(1024);
    format.header(out);
    flows.forEach(flow -> format.write(flow, out));
    format.footer(out);
    return out.toByteArray();
  }

  private static String json(Map<String, Object> row) {
    try {
      return JSON.writeValueAsString(row);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
