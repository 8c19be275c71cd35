package io.vnetflowroutes.it;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Flow logs of several virtual networks over many hours, as a busy day in a company looks. */
final class Estate {
  private static final String SUBSCRIPTION = "c088dc46-d692-42ad-a4b6-9a542d28ad2a";
  private static final int[] SCANNED = {
    22, 3389, 445, 23, 8080, 5060, 1433, 6379, 5900, 2375, 9200
  };

  /** How busy each hour of a day is, from midnight. */
  private static final int[] BUSY = {
    2, 2, 1, 1, 1, 2, 3, 5, 8, 10, 10, 9, 8, 10, 10, 9, 8, 6, 5, 4, 4, 3, 3, 2
  };

  private final BlobContainerClient container;
  private final Random random = new Random(42);
  private int tuples;

  Estate(BlobContainerClient container) {
    this.container = container;
  }

  /** Writes one hour of a virtual network in some region, whatever its name. */
  void hour(String network, String region, Instant hour, String odd) {
    Names names = Names.of(SUBSCRIPTION, region, "HUB", "net-rg");
    for (int nic = 1; nic <= 2; nic++) {
      String mac = "000D3A0A0B%02X".formatted(nic);
      Records records = new Records(names, mac, 1, 0);
      List<String> written = new ArrayList<>();
      for (int minute = 1; minute <= 4; minute++) {
        Instant time = hour.plusSeconds(600L * minute);
        written.add(records.of(time, rules(names, time, odd)));
      }
      String blob = names.blob(hour, mac).replace("HUB", network);
      container
          .getBlobClient(blob)
          .upload(BinaryData.fromString("{\"records\":[" + String.join(",", written) + "]}"), true);
    }
  }

  private List<Records.Rule> rules(Names names, Instant time, String odd) {
    int busy = BUSY[time.atZone(ZoneOffset.UTC).getHour()];
    List<String> allowed = new ArrayList<>();
    List<String> denied = new ArrayList<>();
    List<String> blocked = new ArrayList<>();
    for (int i = 0; i < busy * 9; i++) {
      allowed.add(tuple(time, inside(), "10.2.0." + (1 + random.nextInt(9)), 443, "O", "E", true));
    }
    for (int i = 0; i < 4 + busy; i++) {
      denied.add(tuple(time, scanner(), inside(), scanned(), "I", "D", false));
    }
    for (int i = 0; i < 2; i++) {
      blocked.add(tuple(time, scanner(), inside(), 22, "I", "D", false));
    }
    List<Records.Rule> rules = new ArrayList<>();
    String list = names.securityGroupId();
    rules.add(new Records.Rule(list, "DefaultRule_AllowInternetOutBound", allowed));
    rules.add(new Records.Rule(list, "DefaultRule_DenyAllInBound", denied));
    rules.add(new Records.Rule(list, "UserRule_BlockAdminPorts", blocked));
    if (!odd.isEmpty()) {
      rules.add(
          new Records.Rule(
              "list", odd, List.of(tuple(time, scanner(), "10.1.0.4", 22, "I", "D", false))));
    }
    return rules;
  }

  /** Some come far more often than others. */
  private String scanner() {
    return "203.0.113." + (1 + (int) (Math.pow(random.nextDouble(), 3) * 60));
  }

  private int scanned() {
    return SCANNED[(int) (Math.pow(random.nextDouble(), 2) * SCANNED.length)];
  }

  private String inside() {
    return "10.1.0." + (4 + random.nextInt(20));
  }

  private String tuple(
      Instant time,
      String from,
      String to,
      int port,
      String direction,
      String state,
      boolean stats) {
    long millis = time.toEpochMilli() - 5000;
    String counters = stats ? "%d,%d,%d,%d" : "0,0,0,0";
    return "%d,%s,%s,%d,%d,6,%s,%s,NX,"
            .formatted(millis, from, to, 1024 + ++tuples % 60_000, port, direction, state)
        + counters.formatted(
            5 + random.nextInt(50),
            1000 + random.nextInt(90_000),
            5 + random.nextInt(90),
            4000 + random.nextInt(900_000));
  }
}
