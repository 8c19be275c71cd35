package io.vnetflowroutes.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How little memory the packaged program gets along with. */
final class MemoryPart {

  private static final Path JAVA = Path.of(System.getProperty("java.home"));
  private static final List<String> SMALL_HEAP = List.of("-Xmx64m");
  private static final String NOWHERE = "log:nowhere?level=OFF";
  private static final int GIGABYTE = 1_000_000_000;

  private MemoryPart() {}

  static void measure(Path work) throws Exception {
    Page page =
        new Page("Memory")
            .text(
                """
                The packaged program reads a directory with a heap of 64 MB (`-Xmx64m`), and sends flows in
                the flat format to a destination that drops them. Goals: a blob of 1 GB; no growth over
                100,000 blobs.
                """)
            .table("what", "result", "seconds", "most resident memory, MB");
    Path large = work.resolve("large");
    largeBlob(large);
    row(page, "one blob of 1 GB, records of 43 KB", run(work, large, "flowlogs.readers = 8\n"));
    Pipe.delete(large);
    for (int blobs : new int[] {10_000, 100_000}) {
      Path many = work.resolve("many");
      Pipe.blobs(many, blobs, Blobs.smallRecords(20));
      row(page, "%,d blobs of one record".formatted(blobs), run(work, many, ""));
      Pipe.delete(many);
    }
    page.end().write();
  }

  private record Result(String end, double seconds, double resident) {}

  private static void row(Page page, String what, Result result) {
    page.row(what, result.end, Figure.number(result.seconds), Figure.number(result.resident));
  }

  private static Result run(Path work, Path source, String more) throws Exception {
    Path folder = work.resolve("memory");
    Pipe.delete(folder);
    String settings =
        Pipe.settings(Pipe.directory(source), NOWHERE) + "flowlogs.start = beginning\n";
    Packaged.folder(folder, settings + more);
    long start = System.nanoTime();
    double resident = 0;
    try (Packaged program = new Packaged(folder, JAVA, SMALL_HEAP, "--once")) {
      int code = program.exitCode(Duration.ofMillis(500));
      while (code < 0) {
        resident = Math.max(resident, program.residentPeak());
        code = program.exitCode(Duration.ofMillis(500));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Result(code == 0 ? "delivered whole" : "failed with " + code, seconds, resident);
    }
  }

  /** Writes an ordinary blob piece by piece: the same records again and again. */
  private static void largeBlob(Path directory) throws IOException {
    Path blob = directory.resolve(Blobs.NAMES.blob(Blobs.HOUR, Blobs.MAC));
    Files.createDirectories(blob.getParent());
    byte[] some = Blobs.ordinary(60_000);
    int opener = "{\"records\":[".length();
    int closer = "]}".length();
    try (OutputStream out = Files.newOutputStream(blob)) {
      out.write(some, 0, opener);
      long written = 0;
      for (int piece = 0; written < GIGABYTE; piece++) {
        if (piece > 0) {
          out.write(',');
        }
        out.write(some, opener, some.length - opener - closer);
        written += some.length;
      }
      out.write(some, some.length - closer, closer);
    }
  }
}
