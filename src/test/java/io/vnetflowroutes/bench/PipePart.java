package io.vnetflowroutes.bench;

import io.vnetflowroutes.it.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Few large blobs through the whole program, beside the bare loop and the plain Camel route. */
final class PipePart {

  private static final int RUNS = 5;
  private static final int WARM_UPS = 4;
  private static final int BLOBS = 4;
  private static final int FLOWS_EACH = 300_000;
  private static final int KAFKA_FLOWS_EACH = 120_000;
  private static final int PLAIN_FLOWS = 6_000;

  private final Path work;
  private final Page page =
      new Page("Whole pipe, few large blobs")
          .text(
              """
              Four ordinary blobs in a directory, each flow in the flat format. The time runs from the
              start of the routes to the commit of the last batch. The bare loop reads the same files,
              does not parse them, and writes as many prepared bytes, with a `FileChannel`, a plain
              `KafkaProducer` or Java's `HttpClient`, all with their own defaults. The program is faster
              into Kafka because it compresses with lz4 by default. Both force files to disk, and the disk
              causes the variation. Four warm-up runs do not count. The plain Camel route polls, splits by
              JSONPath to a message per flow, marshals and sends each. Goals: 90 % of the bare loop; 50 times
              the plain route into Kafka, 20 times into files.
              """)
          .table(
              "to",
              "flows/s",
              "bare loop, flows/s",
              "of the bare loop",
              "plain Camel route, flows/s",
              "times the plain route");

  private PipePart(Path work) {
    this.work = work;
  }

  static void measure(Path work) throws Exception {
    PipePart part = new PipePart(work);
    part.files();
    part.kafka();
    part.http();
    part.page.end().write();
  }

  private void files() throws Exception {
    Path in = blobs("files", FLOWS_EACH);
    BareLoop bare = bare(FLOWS_EACH);
    Path out = work.resolve("out");
    compare(
        "files",
        BLOBS * FLOWS_EACH,
        () -> ours(out, Pipe.settings(Pipe.directory(in), "file:" + out)),
        () -> seconds(out, () -> bare.files(in, out)),
        plain -> new PlainCamelRoute(plain, PlainCamelRoute.appendingTo(out)));
    Pipe.delete(out);
  }

  private void kafka() throws Exception {
    Path in = blobs("kafka", KAFKA_FLOWS_EACH);
    BareLoop bare = bare(KAFKA_FLOWS_EACH);
    try (KafkaBroker broker = KafkaBroker.start(Files.createDirectories(work.resolve("broker")))) {
      broker.createTopic("flows", 3);
      String uri = "kafka:flows?brokers=" + broker.bootstrapServers();
      compare(
          "Kafka",
          BLOBS * KAFKA_FLOWS_EACH,
          () -> ours(null, Pipe.settings(Pipe.directory(in), uri)),
          () -> seconds(null, () -> bare.kafka(in, broker.bootstrapServers(), "flows")),
          plain -> new PlainCamelRoute(plain, uri));
    }
    Pipe.delete(work.resolve("broker"));
  }

  private void http() throws Exception {
    Path in = blobs("http", FLOWS_EACH);
    BareLoop bare = bare(FLOWS_EACH);
    try (HttpSink sink = new HttpSink()) {
      compare(
          "HTTP",
          BLOBS * FLOWS_EACH,
          () -> ours(null, Pipe.settings(Pipe.directory(in), sink.url())),
          () -> seconds(null, () -> bare.http(in, sink.url())),
          plain -> new PlainCamelRoute(plain, sink.url()));
    }
  }

  /** Something that is run for its effect. */
  private interface Run {
    void run() throws Exception;
  }

  /** Makes a plain route that reads a folder. */
  private interface Plain {
    PlainCamelRoute of(Path folder);
  }

  private void compare(
      String to, int flows, Callable<Double> ours, Callable<Double> bare, Plain plain)
      throws Exception {
    Path few = work.resolve("few");
    Pipe.delete(few);
    Pipe.blobs(few, 1, Blobs.ordinary(PLAIN_FLOWS));
    for (int run = 0; run < WARM_UPS; run++) {
      ours.call();
      bare.call();
    }
    List<Double> our = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    List<Double> camel = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      our.add(flows / ours.call());
      theirs.add(flows / bare.call());
      camel.add(PLAIN_FLOWS / Pipe.seconds(plain.of(few).run(1)));
    }
    Figure own = Figure.of(our);
    Figure loop = Figure.of(theirs);
    Figure route = Figure.of(camel);
    page.row(
        to,
        own.text(),
        loop.text(),
        Figure.number(100 * own.median() / loop.median()) + " %",
        route.text(),
        own.times(route));
  }

  /** How long something takes; what it wrote is removed before. */
  private static double seconds(Path out, Run run) throws Exception {
    if (out != null) {
      Pipe.delete(out);
    }
    long start = System.nanoTime();
    run.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private double ours(Path out, String settings) throws Exception {
    if (out != null) {
      Pipe.delete(out);
    }
    return Pipe.seconds(Pipe.run(work, settings));
  }

  private Path blobs(String name, int flows) throws IOException {
    Path in = work.resolve("in-" + name);
    Pipe.blobs(in, BLOBS, Blobs.ordinary(flows));
    return in;
  }

  private static BareLoop bare(int flows) {
    List<byte[]> bodies = new ArrayList<>();
    new Flattening("flat").flatten(Blobs.ordinary(flows), bodies::add);
    return new BareLoop(bodies);
  }
}
