package io.vnetflowroutes.bench;

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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Flows a second on one core, from the bytes of a blob to the bodies that a destination gets. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 7, time = 1)
@OperationsPerInvocation(Blobs.FLOWS)
public class FlattenBenchmark {

  /** A format's name in the settings. */
  @Param("flat")
  public String format;

  /** A kind of {@link Blobs}. */
  @Param("ordinary")
  public String blob;

  private byte[] bytes;
  private Flattening flattening;

  /** Makes the blob. */
  @Setup
  public void prepare() {
    bytes = Blobs.named(blob);
    flattening = new Flattening(format);
  }

  /** Flattens the blob once. */
  @Benchmark
  public long flatten(Blackhole bodies) {
    return flattening.flatten(bytes, bodies::consume);
  }
}
