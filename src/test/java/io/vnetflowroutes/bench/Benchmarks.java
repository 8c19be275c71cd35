package io.vnetflowroutes.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Measures everything, or the parts that are named, and writes the page of figures. */
public final class Benchmarks {

  private static final List<String> PARTS =
      List.of(
          "flatten",
          "pipe",
          "blobs",
          "minute",
          "discovery",
          "memory",
          "start",
          "growth",
          "lake",
          "connect",
          "workers",
          "estate");

  private Benchmarks() {}

  /**
   * Runs the benchmarks.
   *
   * @param arguments the page, then the parts to measure, separated by commas; all if empty
   */
  public static void main(String[] arguments) throws Exception {
    Path page = Path.of(arguments[0]);
    String named = arguments.length > 1 ? arguments[1].strip() : "";
    for (String part : named.isEmpty() ? PARTS : List.of(named.split(","))) {
      System.out.println("== " + part);
      Path work = Files.createTempDirectory("bench-" + part);
      try {
        measure(part, work);
      } finally {
        Pipe.delete(work);
      }
      Page.assemble(page);
    }
    System.exit(0);
  }

  private static void measure(String part, Path work) throws Exception {
    switch (part) {
      case "flatten" -> FlattenPart.measure();
      case "pipe" -> PipePart.measure(work);
      case "blobs" -> BlobsPart.measure(work);
      case "minute" -> MinutePart.measure(work);
      case "discovery" -> DiscoveryPart.measure(work);
      case "memory" -> MemoryPart.measure(work);
      case "start" -> StartPart.measure(work);
      case "growth" -> GrowthPart.measure(work);
      case "lake" -> {
        LakePart.measure(work);
        GatherPart.measure(work);
      }
      case "connect" -> ConnectPart.measure(work);
      case "workers" -> ConnectPart.measureWorkers(work);
      case "estate" -> EstatePart.measure();
      default -> throw new IllegalArgumentException("No part " + part + "; the parts are " + PARTS);
    }
  }
}
