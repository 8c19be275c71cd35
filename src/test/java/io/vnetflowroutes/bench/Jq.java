package io.vnetflowroutes.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Flattens with the command {@code jq}, where it is installed (Debian: {@code jq}). */
final class Jq {

  private static final String FLATTEN =
      """
      def n: if . == "" then null else tonumber end;
      .records[] as $r | $r.flowRecords.flows[] as $l | $l.flowGroups[] as $g | $g.flowTuples[]
      | split(",") | {time: (.[0] | n), src_ip: .[1], dst_ip: .[2], src_port: (.[3] | n),
        dst_port: (.[4] | n), protocol: (.[5] | n), direction: .[6], state: .[7], encryption: .[8],
        packets_sent: (.[9] | n), bytes_sent: (.[10] | n), packets_received: (.[11] | n),
        bytes_received: (.[12] | n), decision: (if .[7] == "D" then "deny" else "allow" end),
        record_time: $r.time, rule: $g.rule, acl_id: $l.aclID, mac_address: $r.macAddress,
        flow_log_id: $r.flowLogResourceID, target_id: $r.targetResourceID}
      """;

  private Jq() {}

  /** Whether the command can be found. */
  static boolean installed() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "jq")));
  }

  /** The version that the command tells. */
  static String version() throws IOException {
    Process process = new ProcessBuilder("jq", "--version").start();
    return new String(process.getInputStream().readAllBytes(), UTF_8).trim();
  }

  /** Writes a line for each flow of a blob in a file to another file. */
  static void flatten(Path blob, Path out) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of("jq", "-c", FLATTEN, blob.toString()))
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("jq ended with " + process.exitValue());
    }
  }
}
