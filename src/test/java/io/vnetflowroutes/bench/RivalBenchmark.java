package io.vnetflowroutes.bench;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What others flatten a second on one core, from a blob in a file to nowhere. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@OperationsPerInvocation(Blobs.FLOWS)
public class RivalBenchmark {

  private static final Path NOWHERE = Path.of("/dev/null");

  /** Who flattens. */
  @Param({"jackson-tree", "duckdb", "jq"})
  public String rival;

  private Path blob;
  private DuckDb duckDb;

  /** Writes the blob to a file. */
  @Setup
  public void prepare() throws Exception {
    blob = Files.write(Files.createTempFile("bench", ".json"), Blobs.named("ordinary"));
    duckDb = new DuckDb();
  }

  /** Removes the file. */
  @TearDown
  public void remove() throws Exception {
    duckDb.close();
    Files.delete(blob);
  }

  /** Flattens the blob once. */
  @Benchmark
  public void flatten() throws Exception {
    switch (rival) {
      case "jackson-tree" ->
          JacksonTree.flatten(Files.readAllBytes(blob), OutputStream.nullOutputStream());
      case "duckdb" -> duckDb.flatten(blob, NOWHERE);
      case "jq" -> Jq.flatten(blob, NOWHERE);
      default -> throw new IllegalArgumentException(rival);
    }
  }
}
