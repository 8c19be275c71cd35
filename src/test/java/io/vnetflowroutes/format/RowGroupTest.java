package io.vnetflowroutes.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.parquet.ParquetFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves that a Parquet file takes bounded memory, and the same bytes each time. */
final class RowGroupTest {

  private static final int LOOKED_AT_EVERY = 16;

  @ParameterizedTest
  @CsvSource({"parquet, 60000", "ocsf-parquet, 8000"})
  void aRowGroupEndsAtItsMemoryAndTheSameFlowsMakeTheSameFile(
      String name, int records, @TempDir Path folder) throws IOException {
    List<Flow> flows = new RandomFlows(11).next(records);
    Format format = Formats.named(name).get();
    ByteOutput out = new ByteOutput(1024);
    format.header(out);
    long most = 0;
    for (Flow flow : flows) {
      format.write(flow, out);
      most = Math.max(most, format.held());
    }
    format.footer(out);
    long ofOne = most / flows.size() * LOOKED_AT_EVERY * 4;
    assertThat(most).isLessThan(ParquetFile.MOST_HELD + ofOne);

    Path file = folder.resolve("events.parquet");
    Files.write(file, out.toByteArray());
    List<BlockMetaData> groups = ParquetJava.footer(file).getBlocks();
    assertThat(groups).hasSizeGreaterThan(1);
    assertThat(groups.stream().mapToLong(BlockMetaData::getRowCount).sum()).isEqualTo(flows.size());

    ByteOutput again = new ByteOutput(1024);
    format.header(again);
    flows.forEach(flow -> format.write(flow, again));
    format.footer(again);
    assertThat(again.toByteArray()).isEqualTo(out.toByteArray());
  }
}
