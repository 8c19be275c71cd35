package io.vnetflowroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** From the bytes of a blob to the bytes of each format, on one core. */
final class FlattenPart {

  private static final String[] FORMATS = {
    "flat", Flattening.FLAT_BY_TABLE, "raw", "csv", "ecs", "ocsf", "asim", "cef", "udm"
  };

  private static final int SIMDJSON_RUNS = 5;
  private static final int SIMDJSON_SECONDS = 2;

  private final Map<String, Figure> speeds = new TreeMap<>();
  private final Map<String, Figure> allocations = new TreeMap<>();

  private FlattenPart() {}

  static void measure() throws Exception {
    FlattenPart part = new FlattenPart();
    part.run(FlattenBenchmark.class, new String[] {"ordinary"}, FORMATS);
    String[] others = {"denied", "small-records"};
    part.run(FlattenBenchmark.class, others, "flat", "ecs", "ocsf");
    String[] rivals =
        Jq.installed()
            ? new String[] {"jackson-tree", "duckdb", "jq"}
            : new String[] {"jackson-tree", "duckdb"};
    part.runRivals(rivals);
    if (SimdJson.installed()) {
      part.runSimdJson();
    }
    part.write();
  }

  private void run(Class<?> benchmark, String[] blobs, String... formats) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(benchmark.getName())
            .param("blob", blobs)
            .param("format", formats)
            .addProfiler(GCProfiler.class);
    keep(new Runner(options.build()).run());
  }

  private void runRivals(String... rivals) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder().include(RivalBenchmark.class.getName()).param("rival", rivals);
    keep(new Runner(options.build()).run());
  }

  private void runSimdJson() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("simdjson");
    Path blob = Files.write(folder.resolve("blob.json"), Blobs.named("ordinary"));
    speeds.put("simdjson", new SimdJson(folder).speed(blob, SIMDJSON_RUNS, SIMDJSON_SECONDS));
    Pipe.delete(folder);
  }

  private void keep(Collection<RunResult> results) {
    for (RunResult result : results) {
      BenchmarkParams params = result.getParams();
      String name =
          params.getParamsKeys().contains("rival")
              ? params.getParam("rival")
              : params.getParam("format") + ' ' + params.getParam("blob");
      List<IterationResult> runs =
          List.copyOf(result.getBenchmarkResults().iterator().next().getIterationResults());
      speeds.put(name, Figure.of(runs.stream().map(r -> r.getPrimaryResult().getScore()).toList()));
      if (runs.get(0).getSecondaryResults().containsKey("gc.alloc.rate.norm")) {
        allocations.put(
            name,
            Figure.of(
                runs.stream()
                    .map(r -> r.getSecondaryResults().get("gc.alloc.rate.norm").getScore())
                    .toList()));
      }
    }
  }

  private void write() throws IOException {
    Figure flat = speeds.get("flat ordinary");
    Page page =
        new Page("Flatten: bytes of a blob to bytes of a format, one core")
            .text(
                """
                Measured with JMH, in flows per second. An ordinary blob has 600 flows per minute, one in
                ten denied; a flow takes 71 bytes of it. The benchmark does what the routes do: parse, cut
                into batches and parts, encode, join bodies. Goals: flat 3 M flows/s and 15 times DuckDB;
                ECS and OCSF 1 M flows/s; denied flows and small records at half the speed or more.
                """)
            .table("format", "blob", "flows/s", "to the ordinary blob", "bytes allocated per flow");
    for (String format : FORMATS) {
      for (String blob : List.of("ordinary", "denied", "small-records")) {
        Figure speed = speeds.get(format + ' ' + blob);
        if (speed != null) {
          page.row(
              format.replace('-', ' '),
              blob.replace('-', ' '),
              speed.text(),
              speed.times(speeds.get(format + " ordinary")),
              Figure.number(allocations.get(format + ' ' + blob).median()));
        }
      }
    }
    page.end().table("rival, the same ordinary blob, one thread", "flows/s", "flat is faster by");
    rival(page, "jackson-tree", "Jackson databind: tree, one node per flow", flat);
    rival(page, "duckdb", "DuckDB " + duckDbVersion() + ": `read_json`, `unnest`, `COPY`", flat);
    if (speeds.containsKey("jq")) {
      rival(page, "jq", Jq.version(), flat);
    }
    if (speeds.containsKey("simdjson")) {
      String text = "simdjson %s, C++: reads the tuples and makes no output; the limit";
      rival(page, "simdjson", text.formatted(SimdJson.version()), flat);
    }
    page.end();
    if (!speeds.containsKey("jq")) {
      page.text("jq was not on the path and is left out (Debian: `apt-get install jq`).");
    }
    if (!speeds.containsKey("simdjson")) {
      page.text(
          "simdjson is left out, as it was not installed (Debian: `libsimdjson-dev`, `g++`).");
    }
    page.write();
  }

  private void rival(Page page, String name, String text, Figure flat) {
    page.row(text, speeds.get(name).text(), flat.times(speeds.get(name)));
  }

  private static String duckDbVersion() throws IOException {
    try (DuckDb duckDb = new DuckDb()) {
      return duckDb.version();
    } catch (java.sql.SQLException e) {
      throw new IOException(e);
    }
  }
}
