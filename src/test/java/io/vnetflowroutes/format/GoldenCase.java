package io.vnetflowroutes.format;

import io.vnetflowroutes.DerivedLists;
import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.flow.Flow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One folder of golden files: a blob, and what each format makes of it.
 *
 * @param folder holds {@code PT1H.json} and one file a format
 */
record GoldenCase(Path folder) {

  /** The case with everything derived. */
  static final String DERIVED = "derived";

  /** Everything that can be derived. */
  static final Derivation EVERYTHING = everything();

  private static final Path ALL = Path.of("src/test/resources/golden");

  static List<GoldenCase> all() {
    try (Stream<Path> folders = Files.list(ALL)) {
      return folders.sorted().map(GoldenCase::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static GoldenCase named(String name) {
    return new GoldenCase(ALL.resolve(name));
  }

  String name() {
    return folder.getFileName().toString();
  }

  /** The flows of the blob, in its order. */
  List<Flow> flows() {
    try {
      byte[] blob = Files.readAllBytes(folder.resolve("PT1H.json"));
      return FlowLogText.flows(FlowLogText.read(blob, 0, FlowLogText.NO_LIMITS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the file of a format is. */
  Path file(String format) {
    Syntax syntax = Formats.named(format).get().syntax();
    return folder.resolve(
        format + (syntax.equals(Syntax.PARQUET) ? ".txt" : '.' + syntax.extension()));
  }

  /** Where the file of OCSF in a version is. */
  Path ocsfFile(OcsfVersion version) {
    return folder.resolve("ocsf-" + version.text() + ".ndjson");
  }

  /** What the file of a format holds. */
  String expected(String format) {
    try {
      return Files.readString(file(format));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a format makes of all flows, one after the other; of a table, what it holds. */
  String written(String format) {
    Format made = Formats.named(format, derivation()).get();
    return made.syntax().equals(Syntax.PARQUET)
        ? ParquetText.of(made, flows())
        : String.join("", texts(made, flows()));
  }

  /** What is derived: in one case everything, in all others nothing. */
  Derivation derivation() {
    return name().equals(DERIVED) ? EVERYTHING : Derivation.NONE;
  }

  /** Everything that can be derived, from the lists for tests. */
  private static Derivation everything() {
    try {
      return DerivedLists.everything(Files.createTempDirectory("derived"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines that a format makes of flows, its header first, all with their line ends. */
  static List<String> texts(String name, List<Flow> flows) {
    return texts(Formats.named(name).get(), flows);
  }

  /** The same with one instance of a format. */
  static List<String> texts(Format format, List<Flow> flows) {
    List<String> lines = new ArrayList<>();
    ByteOutput out = new ByteOutput(16);
    format.header(out);
    if (out.size() > 0) {
      lines.add(utf8(out));
    }
    for (int i = 0; i < flows.size(); i++) {
      if (i > 0 && format.holds(flows.get(i - 1), flows.get(i))) {
        continue;
      }
      out.clear();
      format.write(flows.get(i), out);
      lines.add(utf8(out) + format.syntax().lineEnd());
    }
    return lines;
  }

  private static String utf8(ByteOutput out) {
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return name();
  }
}
