package io.vnetflowroutes.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.parquet.Codec;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Proves that readers that others wrote find in Parquet files what the flat format says. */
class ForeignReadersIT {

  private static final int MILLION = 1_000_000;
  private static final int RECORDS_AT_A_TIME = 4_000;

  @TempDir private Path folder;

  static Stream<GoldenCase> cases() {
    return GoldenCase.all().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyCaseIsReadByAllOfThem(GoldenCase golden) throws Exception {
    List<Map<String, Object>> expected = new ArrayList<>();
    for (String line : golden.expected("flat").lines().toList()) {
      expected.add(FlatRow.of(line));
    }
    for (Codec codec : Codec.values()) {
      Path file = folder.resolve(codec + ".parquet");
      Format format = Formats.parquet(null, golden.derivation(), codec).get();
      Files.write(file, ParquetText.bytes(format, golden.flows()));
      List<Map<String, Object>> rows = new ArrayList<>();
      ParquetJava.read(file, rows::add);
      assertThat(texts(rows)).as("parquet-java").isEqualTo(texts(expected));
      rows.clear();
      ForeignReaders.duckDb(file, rows::add);
      assertThat(texts(rows)).as("DuckDB").isEqualTo(texts(expected));
      assertThat(texts(ForeignReaders.hyparquet(file))).as("hyparquet").isEqualTo(texts(expected));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theEventsOfOcsfAreReadByAllOfThem(GoldenCase golden) throws Exception {
    for (OcsfVersion version : OcsfVersion.values()) {
      List<Flow> flows = golden.flows();
      List<Object> expected = new ArrayList<>();
      Format events = Formats.ocsf(version, golden.derivation()).get();
      for (String line : GoldenCase.texts(events, flows)) {
        expected.add(ForeignReaders.plain(line));
      }
      Path file = folder.resolve(version + ".parquet");
      Format table = Formats.ocsfTable(version, golden.derivation(), Codec.ZSTD).get();
      Files.write(file, ParquetText.bytes(table, flows));
      List<Object> rows = new ArrayList<>();
      ParquetJava.read(file, row -> rows.add(ForeignReaders.plain(row)));
      assertThat(rows).as("parquet-java").isEqualTo(expected);
      assertThat(ForeignReaders.nestedByDuckDb(file)).as("DuckDB").isEqualTo(expected);
      rows.clear();
      ForeignReaders.hyparquet(file).forEach(row -> rows.add(ForeignReaders.plain(row)));
      assertThat(rows).as("hyparquet").isEqualTo(expected);
    }
  }

  /** The values as texts, as JavaScript has no other numbers of 64 bits. */
  private static List<Map<String, String>> texts(List<Map<String, Object>> rows) {
    List<Map<String, String>> texts = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      Map<String, String> line = new LinkedHashMap<>();
      row.forEach((name, value) -> line.put(name, ColumnDigests.text(value)));
      texts.add(line);
    }
    return texts;
  }

  @Test
  void aMillionFlowsAreReadByAllOfThem() throws Exception {
    Path file = folder.resolve("million.parquet");
    Format flat = Formats.named("flat").get();
    Format parquet = Formats.parquet(null, Derivation.NONE, Codec.ZSTD).get();
    ColumnDigests expected = new ColumnDigests();
    ByteOutput out = new ByteOutput(1024);
    ByteOutput line = new ByteOutput(1024);
    int rows = 0;
    try (OutputStream stream = Files.newOutputStream(file)) {
      parquet.header(out);
      for (int seed = 0; rows < MILLION; seed++) {
        for (Flow flow : new RandomFlows(seed).next(RECORDS_AT_A_TIME)) {
          parquet.write(flow, out);
          line.clear();
          flat.write(flow, line);
          expected.add(FlatRow.of(new String(line.toByteArray(), UTF_8)));
          rows++;
        }
        stream.write(out.array(), 0, out.size());
        out.clear();
      }
      parquet.footer(out);
      stream.write(out.array(), 0, out.size());
    }
    Map<String, String> digests = expected.take();
    assertThat(ParquetJava.footer(file).getBlocks().size()).isGreaterThan(5);

    ColumnDigests ofParquetJava = new ColumnDigests();
    ParquetJava.read(file, ofParquetJava::add);
    assertThat(ofParquetJava.take()).as("parquet-java").isEqualTo(digests);
    ColumnDigests ofDuckDb = new ColumnDigests();
    ForeignReaders.duckDb(file, ofDuckDb::add);
    assertThat(ofDuckDb.take()).as("DuckDB").isEqualTo(digests);
    assertThat(ForeignReaders.digestsOfHyparquet(file)).as("hyparquet").isEqualTo(digests);
  }
}
