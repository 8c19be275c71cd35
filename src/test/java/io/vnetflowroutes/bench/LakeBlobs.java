package io.vnetflowroutes.bench;

import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.it.Names;
import io.vnetflowroutes.it.Records;
import io.vnetflowroutes.parse.Batches;
import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.parse.RecordJson;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An hour of several interfaces whose addresses, ports and counters are spread as in a network: few
 * peers are met often, many rarely. How well columns are compressed depends on that.
 */
final class LakeBlobs {

  private static final Names NAMES = Blobs.NAMES;
  private static final int MINUTES = 60;
  private static final int PEERS = 20_000;
  private static final int[] SERVICES = {443, 443, 443, 53, 53, 80, 123, 22, 1433, 8080, 445, 3389};

  private LakeBlobs() {}

  /** The flows of so many interfaces with so many flows each, in the order of their blobs. */
  static List<Flow> flows(int interfaces, int flowsEach) {
    List<Flow> flows = new ArrayList<>();
    for (int number = 0; number < interfaces; number++) {
      String mac = "000D3A%06X".formatted(number);
      byte[] blob = blob(mac, number, flowsEach).getBytes(StandardCharsets.UTF_8);
      Batches batches =
          new Batches(
              new Origin("bench", NAMES.blob(Blobs.HOUR, mac), Blobs.HOUR),
              new ByteArrayInputStream(blob),
              new ParseLimits(10_000, 4 << 20, 64 << 20),
              RecordJson.within(1 << 20, 100));
      while (batches.hasNext()) {
        for (BatchPart part : batches.next().parts()) {
          flows.addAll(part.flows());
        }
      }
    }
    return flows;
  }

  private static String blob(String mac, int number, int flows) {
    Records records = new Records(NAMES, mac, number, 0);
    Random random = new Random(number);
    String own = "10." + (number >> 8 & 255) + '.' + (number & 255) + ".4";
    List<String> minutes = new ArrayList<>();
    for (int minute = 0; minute < MINUTES; minute++) {
      Instant time = Blobs.HOUR.plusSeconds(60L * minute).plusMillis(6_123);
      List<String> in = new ArrayList<>();
      List<String> out = new ArrayList<>();
      List<String> denied = new ArrayList<>();
      for (int i = 0; i < flows / MINUTES; i++) {
        long millis = time.toEpochMilli() - 60_000 + 60_000L * i * MINUTES / flows;
        int kind = random.nextInt(100);
        List<String> group = kind < 12 ? denied : kind < 34 ? in : out;
        group.add(tuple(random, millis + random.nextInt(50), own, group == out, group == denied));
      }
      String list = NAMES.securityGroupId();
      minutes.add(
          records.of(
              time,
              List.of(
                  new Records.Rule(list, "DefaultRule_AllowInternetOutBound", out),
                  new Records.Rule(list, "UserRule_AllowServices", in),
                  new Records.Rule(list, "DefaultRule_DenyAllInBound", denied))));
    }
    return "{\"records\":[" + String.join(",", minutes) + "]}";
  }

  private static String tuple(
      Random random, long millis, String own, boolean outbound, boolean denied) {
    int rank = (int) Math.pow(PEERS, random.nextDouble()) - 1;
    String peer =
        rank < 200
            ? "10.2." + rank % 16 + '.' + (4 + rank / 16)
            : 20
                + rank % 60
                + "."
                + rank * 7 % 256
                + '.'
                + rank * 31 % 256
                + '.'
                + (1 + rank % 254);
    int service =
        denied && random.nextBoolean()
            ? 1 + random.nextInt(65_535)
            : SERVICES[random.nextInt(SERVICES.length)];
    int protocol = service == 53 || service == 123 ? 17 : 6;
    int state = random.nextInt(10);
    String counters = "0,0,0,0";
    if (!denied && state > 3) {
      long sent = (long) Math.pow(200, random.nextDouble());
      long received = (long) Math.pow(400, random.nextDouble());
      counters =
          sent
              + ","
              + sent * (60 + random.nextInt(300))
              + ','
              + received
              + ','
              + received * (60 + random.nextInt(1_200));
    }
    return String.join(
        ",",
        String.valueOf(millis),
        outbound ? own + ',' + peer : peer + ',' + own,
        String.valueOf(1_024 + random.nextInt(64_000)),
        String.valueOf(service),
        String.valueOf(protocol),
        outbound ? "O" : "I",
        denied ? "D" : state < 4 ? "B" : state < 8 ? "E" : "C",
        "NX",
        counters);
  }
}
