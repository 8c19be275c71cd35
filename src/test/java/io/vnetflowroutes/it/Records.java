package io.vnetflowroutes.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/**
 * The records one network interface writes to its flow log: any record wished for, or an endless
 * sequence of them that is the same for the same seed and never repeats a tuple.
 */
public final class Records {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PLATFORM = "00000000-0000-0000-0000-000000000000";
  private static final int PORTS = 60_000;
  private static final int[] SERVICES = {443, 53, 123, 22, 3389, 8080};
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Names names;
  private final String mac;
  private final double deniedShare;
  private final Random random;
  private final String address;
  private long allowed;
  private long denied;

  /**
   * The records of a network interface.
   *
   * @param deniedShare the probability that a generated tuple is denied, 0 to 1
   */
  public Records(Names names, String mac, long seed, double deniedShare) {
    this.names = names;
    this.mac = mac;
    this.deniedShare = deniedShare;
    this.random = new Random(seed);
    int nic = Integer.parseInt(mac.substring(6), 16);
    this.address = "10." + (nic >> 16) + "." + (nic >> 8 & 255) + "." + (nic & 255);
  }

  /** The tuples of one rule of one access control list in a record. */
  public record Rule(String acl, String rule, List<String> tuples) {}

  /** A record of exactly these tuples; rules of the same list in a row share one entry. */
  public String of(Instant time, List<Rule> rules) {
    ObjectNode json = JSON.createObjectNode();
    json.put("time", TIME.format(time));
    json.put("flowLogVersion", 4);
    json.put("flowLogGUID", guid());
    json.put("macAddress", mac);
    json.put("category", "FlowLogFlowEvent");
    json.put("flowLogResourceID", names.flowLogResourceId());
    json.put("targetResourceID", names.targetResourceId());
    json.put("operationName", "FlowLogFlowEvent");
    ArrayNode flows = json.putObject("flowRecords").putArray("flows");
    String acl = null;
    ArrayNode groups = null;
    for (Rule rule : rules) {
      if (groups == null || !rule.acl().equals(acl)) {
        acl = rule.acl();
        groups = flows.addObject().put("aclID", acl).putArray("flowGroups");
      }
      ArrayNode tuples = groups.addObject().put("rule", rule.rule()).putArray("flowTuples");
      rule.tuples().forEach(tuples::add);
    }
    return json.toString();
  }

  /**
   * The next record: this many new tuples of the minute before the time, under up to four rules.
   */
  public String next(Instant time, int tuples) {
    List<String> out = new ArrayList<>();
    List<String> in = new ArrayList<>();
    List<String> platform = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < tuples; i++) {
      long millis = time.toEpochMilli() - 60_000 + 56_000L * i / tuples;
      if (random.nextDouble() < deniedShare) {
        refused.add(tuple(millis, "I", "D"));
      } else {
        int kind = random.nextInt(10);
        List<String> group = kind == 0 ? platform : kind < 4 ? in : out;
        group.add(tuple(millis, kind < 4 ? "I" : "O", "BCE".substring(kind % 3, kind % 3 + 1)));
      }
    }
    String nsg = names.securityGroupId();
    List<Rule> rules = new ArrayList<>();
    rules.add(new Rule(PLATFORM, "PlatformRule", platform));
    rules.add(new Rule(nsg, "DefaultRule_AllowInternetOutBound", out));
    rules.add(new Rule(nsg, "UserRule_AllowServices", in));
    rules.add(new Rule(nsg, "DefaultRule_DenyAllInBound", refused));
    rules.removeIf(rule -> rule.tuples().isEmpty());
    return of(time, rules);
  }

  /** The next records, a minute apart, the first at the time given. */
  public List<String> next(Instant first, int records, int tuplesEach) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      all.add(next(first.plusSeconds(60L * i), tuplesEach));
    }
    return all;
  }

  /** How many allowed tuples were generated so far. */
  public long allowed() {
    return allowed;
  }

  /** How many denied tuples were generated so far. */
  public long denied() {
    return denied;
  }

  /** The GUID of the flow log. */
  public String guid() {
    byte[] id = names.flowLogResourceId().getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(id).toString();
  }

  /** All tuples of a record, in order. */
  public static List<String> tuples(String recordJson) {
    List<String> tuples = new ArrayList<>();
    try {
      for (JsonNode flow : JSON.readTree(recordJson).path("flowRecords").path("flows")) {
        for (JsonNode group : flow.path("flowGroups")) {
          for (Iterator<JsonNode> i = group.path("flowTuples").elements(); i.hasNext(); ) {
            tuples.add(i.next().asText());
          }
        }
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not a record: " + recordJson, e);
    }
    return tuples;
  }

  /** Whether a tuple is denied: its state, the eighth field, is D. */
  public static boolean isDenied(String tuple) {
    return tuple.split(",", -1)[7].equals("D");
  }

  private String tuple(long millis, String direction, String state) {
    long number = allowed + denied;
    long high = number / PORTS;
    String peer = "203." + (high >> 16 & 255) + "." + (high >> 8 & 255) + "." + (high & 255);
    long port = 1_024 + number % PORTS;
    int service = SERVICES[random.nextInt(SERVICES.length)];
    int protocol = service == 53 || service == 123 ? 17 : 6;
    String counters = "0,0,0,0";
    if (state.equals("D")) {
      denied++;
    } else {
      allowed++;
      if (!state.equals("B")) {
        int sent = 1 + random.nextInt(50);
        int received = random.nextInt(80);
        counters = sent + "," + sent * 120 + "," + received + "," + received * 900;
      }
    }
    String ends = direction.equals("O") ? address + "," + peer : peer + "," + address;
    return String.join(
        ",",
        "" + millis,
        ends,
        "" + port,
        "" + service,
        "" + protocol,
        direction,
        state,
        "NX",
        counters);
  }
}
