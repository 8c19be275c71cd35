package io.vnetflowroutes.bench;

import com.github.luben.zstd.Zstd;
import com.sun.management.OperatingSystemMXBean;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.format.FieldChoice;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.Formats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** What files of a lake cost: flows a second into them, and bytes a flow in them. */
final class LakePart {

  private static final int INTERFACES = 60;
  private static final int FLOWS_EACH = 12_000;
  private static final int WARM = 3;
  private static final int RUNS = 5;

  /** Flows whose text fits into memory. */
  private static final int SIZED = 100_000;

  /** So many flows lie between two looks at the memory: row groups have 131,072. */
  private static final int PROBED = 32_750;

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Path work;
  private final List<Flow> flows = LakeBlobs.flows(INTERFACES, FLOWS_EACH);

  private LakePart(Path work) {
    this.work = work;
  }

  /** Writes flows to a file in one way. */
  private interface Way {
    void write(List<Flow> flows, Path file) throws Exception;
  }

  static void measure(Path work) throws Exception {
    new LakePart(work).measureAll();
  }

  private void measureAll() throws Exception {
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("`parquet`", (some, file) -> write(Formats.named("parquet").get(), some, file));
    ways.put(
        "`ocsf-parquet`", (some, file) -> write(Formats.named("ocsf-parquet").get(), some, file));
    ways.put("parquet-java, the same table", ParquetJavaWriter::write);
    ways.put("`flat`, then DuckDB: `read_json`, `COPY`", this::duckDb);
    ways.put("`flat` with gzip", LakePart::gzip);
    Page page =
        new Page("Lake: Parquet files, one core")
            .text(
                """
                %,d flows of %d interfaces, spread over addresses and ports as in a network, from objects to
                one file. Flows per second of processor time of the process, including compilers and garbage
                collection. All compress with zstd at level 1, except gzip, which uses its level 1. Goals:
                1 M flows/s, 20 bytes per flow.
                """
                    .formatted(flows.size(), INTERFACES))
            .table("writer", "flows/s", "bytes per flow", "`parquet` is faster by");
    Map<String, Figure> speeds = speeds(ways);
    Figure ours = speeds.values().iterator().next();
    for (String name : ways.keySet()) {
      page.row(
          name,
          speeds.get(name).text(),
          Figure.number((double) Files.size(file(name)) / flows.size()),
          ours.times(speeds.get(name)));
    }
    page.end();
    memory(page);
    sizes(page);
    page.write();
  }

  private Path file(String name) {
    return work.resolve(name.replaceAll("\\W", ""));
  }

  /** In turns, as other work on the machine comes and goes. */
  private Map<String, Figure> speeds(Map<String, Way> ways) throws Exception {
    Map<String, List<Double>> runs = new LinkedHashMap<>();
    for (int run = -WARM; run < RUNS; run++) {
      for (Map.Entry<String, Way> way : ways.entrySet()) {
        Files.deleteIfExists(file(way.getKey()));
        long before = PROCESS.getProcessCpuTime();
        way.getValue().write(flows, file(way.getKey()));
        double speed = flows.size() * 1e9 / (PROCESS.getProcessCpuTime() - before);
        if (run >= 0) {
          runs.computeIfAbsent(way.getKey(), name -> new ArrayList<>()).add(speed);
        }
      }
    }
    Map<String, Figure> speeds = new LinkedHashMap<>();
    runs.forEach((name, all) -> speeds.put(name, Figure.of(all)));
    return speeds;
  }

  private void duckDb(List<Flow> some, Path file) throws Exception {
    Path text = work.resolve("flat.ndjson");
    write(Formats.named("flat").get(), some, text);
    try (DuckDb duckDb = new DuckDb()) {
      duckDb.toParquet(text, file);
    }
    Files.delete(text);
  }

  private static void gzip(List<Flow> some, Path file) throws IOException {
    try (OutputStream out = new Gzip(Files.newOutputStream(file), Deflater.BEST_SPEED)) {
      write(Formats.named("flat").get(), some, out);
    }
  }

  private static void write(Format format, List<Flow> some, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      write(format, some, out);
    }
  }

  private static void write(Format format, List<Flow> some, OutputStream file) throws IOException {
    ByteOutput out = new ByteOutput(1 << 20);
    format.header(out);
    for (int i = 0; i < some.size(); i++) {
      if (i > 0 && format.holds(some.get(i - 1), some.get(i))) {
        continue;
      }
      format.write(some.get(i), out);
      for (byte b : format.syntax().lineEnd().getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
        out.put(b);
      }
      if (out.size() > 1 << 19) {
        file.write(out.array(), 0, out.size());
        out.clear();
      }
    }
    format.footer(out);
    file.write(out.array(), 0, out.size());
  }

  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream out, int level) throws IOException {
      super(out, 1 << 16);
      def.setLevel(level);
    }
  }

  /** What is live after a collection, more than before the file was begun. */
  private void memory(Page page) throws IOException {
    page.text(
            """
            Memory that a Parquet file takes while it is written: live objects after a collection, at
            every %,dth flow, and the most of them. Goal: 64 MB.
            """
                .formatted(PROBED))
        .table("format", "MB at most");
    for (String name : List.of("parquet", "ocsf-parquet")) {
      long before = live();
      Format format = Formats.named(name).get();
      ByteOutput out = new ByteOutput(1 << 20);
      format.header(out);
      long most = 0;
      for (int i = 0; i < flows.size(); i++) {
        format.write(flows.get(i), out);
        if (i % PROBED == PROBED - 1) {
          most = Math.max(most, live() - before);
        }
        if (out.size() > 1 << 19) {
          out.clear();
        }
      }
      format.footer(out);
      page.row('`' + name + '`', Figure.number(most / 1e6));
    }
    page.end();
  }

  private static long live() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private void sizes(Page page) throws IOException {
    List<Flow> some = flows.subList(0, SIZED);
    page.text("Bytes a flow of %,d of these flows, by format and `compression`:".formatted(SIZED))
        .table("format", "none", "gzip", "zstd");
    for (String name : Formats.names()) {
      size(page, '`' + name + '`', Formats.named(name).get(), some);
    }
    FieldChoice compact =
        FieldChoice.of("compact", FieldChoice.known(Set.of()), name -> name, new ArrayList<>());
    Format flat = Formats.named("flat", compact, Derivation.NONE).get();
    size(page, "`flat`, `fields = compact`", flat, some);
    page.end();
  }

  private static void size(Page page, String name, Format format, List<Flow> some)
      throws IOException {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    write(format, some, plain);
    if (format.syntax().lineEnd().isEmpty()) {
      page.row(name, "", "", bytes(plain.size()));
      return;
    }
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new Gzip(gzip, Deflater.BEST_SPEED)) {
      plain.writeTo(out);
    }
    page.row(
        name,
        bytes(plain.size()),
        bytes(gzip.size()),
        bytes(Zstd.compress(plain.toByteArray(), 1).length));
  }

  private static String bytes(long size) {
    return Figure.number((double) size / SIZED);
  }
}
