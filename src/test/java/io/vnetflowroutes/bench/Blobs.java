package io.vnetflowroutes.bench;

import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.it.Names;
import io.vnetflowroutes.it.Records;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The blobs that are measured, the same bytes in every run. */
final class Blobs {

  static final Names NAMES =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");
  static final String MAC = "000D3A0A0B0C";
  static final Instant HOUR = Instant.parse("2026-09-01T08:00:00Z");

  /** Where the flows of these blobs seem to come from. */
  static final Origin ORIGIN = new Origin("bench", NAMES.blob(HOUR, MAC), HOUR);

  /** How many flows the blobs of {@link #named} have. */
  static final int FLOWS = 120_000;

  private Blobs() {}

  /** The blob of a kind: ordinary, mostly denied, or small records. */
  static byte[] named(String kind) {
    return switch (kind) {
      case "ordinary" -> ordinary(FLOWS);
      case "denied" -> denied(FLOWS);
      case "small-records" -> smallRecords(FLOWS);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  /** Minutes of 600 flows, every tenth of them denied. */
  static byte[] ordinary(int flows) {
    return blob(MAC, flows, 600, 0.1);
  }

  /** The same with nearly all flows denied, which carry no counters. */
  static byte[] denied(int flows) {
    return blob(MAC, flows, 600, 0.95);
  }

  /** Minutes of 20 flows, as a quiet interface has them: 150 KB an hour. */
  static byte[] smallRecords(int flows) {
    return blob(MAC, flows, 20, 0.1);
  }

  /** A blob as it is after so many minutes; with more of them it begins the same. */
  static byte[] minutes(int minutes, int flowsEach) {
    Records records = new Records(NAMES, MAC, 7, 0.1);
    return ("{\"records\":[" + String.join(",", records.next(HOUR, minutes, flowsEach)) + "]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A blob of one network interface. */
  static byte[] blob(String mac, int flows, int flowsEach, double deniedShare) {
    Records records = new Records(NAMES, mac, flows, deniedShare);
    StringBuilder text = new StringBuilder(flows * 100).append("{\"records\":[");
    for (int record = 0; record < flows / flowsEach; record++) {
      Instant time = HOUR.plusMillis(3_600_000L * record * flowsEach / flows);
      text.append(record == 0 ? "" : ",").append(records.next(time, flowsEach));
    }
    return text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
  }
}
