package io.vnetflowroutes.settings;

import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.KeyTable;
import io.vnetflowroutes.config.Kind;
import io.vnetflowroutes.config.SettingsReader;
import io.vnetflowroutes.config.Values;
import io.vnetflowroutes.poll.Start;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of the whole program, in the order of the reference. */
public final class ProgramKeys {

  private static final KeyTable TABLE = new KeyTable(SettingsReader.PREFIX);

  /** A duration back from now, an instant, or the beginning. */
  private static final Kind<Start> START_KIND =
      Kind.of(
          "a duration such as 24h, an instant such as 2026-01-31T00:00:00Z that is not in the future, "
              + "or 'beginning'",
          ProgramKeys::start);

  public static final Key<List<String>> ALLOW =
      TABLE.key(
          "allow",
          Kind.RECIPIENTS,
          null,
          "The destinations of allowed flows, and routes of your own that get these flows.",
          "You must set it; an empty value drops these flows.");

  public static final Key<List<String>> DENY =
      TABLE.key(
          "deny",
          Kind.RECIPIENTS,
          null,
          "The destinations of denied flows, and routes of your own that get these flows.",
          "You must set it; an empty value drops these flows.");

  public static final Key<Duration> DELAY =
      TABLE.key(
          "delay",
          Kind.DURATION,
          "75m",
          "How long after its beginning an hour is due.",
          "75 minutes are the hour plus 15 minutes; by then the hour has settled, and the "
              + "program reads it once. 0 follows growing blobs minute by minute, at the cost of one "
              + "list call per poll and flow log.");

  public static final Key<Start> START =
      TABLE.key(
          "start",
          START_KIND,
          "24h",
          "Where a source begins on its first start.",
          "It matters only once: a source that has started continues from its cursor.");

  public static final Key<Duration> RECHECK =
      TABLE.key(
          "recheck",
          Kind.DURATION,
          "24h",
          "How long the program lists hours again, after it has read them, to find late growth.",
          "Azure documents no maximum lateness. The program lists these hours at most once an "
              + "hour, with one list call per day folder.");

  public static final Key<Duration> AUDIT_RETENTION =
      TABLE.key(
          "audit-retention",
          Kind.DURATION,
          "31d",
          "How long the state keeps the progress of each blob, for the audit; it takes about "
              + "500 bytes per blob.");

  public static final Key<Duration> SILENT_AFTER =
      TABLE.key(
          "silent-after",
          Kind.DURATION,
          "6h",
          "The program warns if a flow log has no new blob for this long; 0 means never.",
          "Raise it if a network has no traffic at night.");

  public static final Key<Duration> POLL_INTERVAL =
      TABLE.key(
          "poll-interval",
          Kind.INTERVAL,
          "1m",
          "How often the program looks for due blobs.",
          "A poll costs list calls only if an hour became due, so with a delay, polling less "
              + "often saves nothing.");

  public static final Key<Duration> DISCOVERY_INTERVAL =
      TABLE.key(
          "discovery-interval",
          Kind.INTERVAL,
          "10m",
          "How often the program searches a source for new flow logs.");

  public static final Key<Integer> READERS =
      TABLE.key(
          "readers",
          Kind.count(1, 64),
          "8",
          "How many blobs the program reads at a time, and how many it delivers at a time.",
          "Large environments have thousands of small blobs an hour, and each costs a round "
              + "trip. Each reader holds a batch in memory, and up to 4 MB of the next blob.");

  public static final Key<Integer> BATCH_FLOWS =
      TABLE.key(
          "batch-flows",
          Kind.count(1, 1_000_000),
          "10000",
          "A batch ends once it holds this many flows.",
          "After a crash, the program sends the batches in hand again.");

  public static final Key<Integer> BATCH_SIZE =
      TABLE.key(
          "batch-size", Kind.SIZE, "4MB", "A batch ends once it covers this much of its blob.");

  public static final Key<Integer> RECORD_LIMIT =
      TABLE.key(
          "record-limit",
          Kind.SIZE,
          "64MB",
          "A longer record goes to the dead letter. A record covers one minute.");

  public static final Key<Integer> STRING_LIMIT =
      TABLE.key(
          "string-limit",
          Kind.SIZE,
          "64KB",
          "A record with a longer text, key or number goes to the dead letter. If only a tuple "
              + "is longer, only the tuple goes there.");

  public static final Key<Integer> NESTING_LIMIT =
      TABLE.key(
          "nesting-limit",
          Kind.count(7, 1000),
          "100",
          "A record with deeper nesting goes to the dead letter. Flow-log records have 7 "
              + "levels.");

  public static final Key<Path> STATE =
      TABLE.key(
          "state",
          Kind.PATH,
          "state",
          "The folder for the cursor and the record of what was delivered.",
          "Only one process can use it. Keep it on a local disk, and back it up together with "
              + "the spool.");

  public static final Key<String> DEAD_LETTER =
      TABLE.key(
          "dead-letter",
          Kind.PATH_OR_ENDPOINT,
          "dead-letter",
          "Where unreadable records and tuples go: a folder, or a Camel URI.",
          "Once you have removed the cause, 'flowlogs replay' sends what is in the folder.");

  public static final Key<Path> SPOOL =
      TABLE.key(
          "spool",
          Kind.PATH,
          "spool",
          "The folder where messages wait for a destination that is down.");

  public static final Key<Long> SPOOL_LIMIT =
      TABLE.key(
          "spool-limit",
          Kind.DISK_SIZE_OR_NONE,
          "10GB",
          "How much may wait for one destination; one message may exceed it. At the limit, the "
              + "program stops reading until there is room.",
          "The disk needs this much room for each destination; 'flowlogs check' compares. 0 is for a "
              + "process with flowlogs.receive.topic, because Kafka keeps what waits.");

  public static final Key<Duration> READY_LAG =
      TABLE.key(
          "ready-lag",
          Kind.DURATION,
          "1h",
          "The program is not ready if an hour of a flow log is overdue for longer than this; "
              + "0 switches this check off.");

  public static final Key<Duration> READY_WAIT =
      TABLE.key(
          "ready-wait",
          Kind.DURATION,
          "2m",
          "The program is not ready if messages wait longer than this for a destination; 0 "
              + "switches this check off.");

  public static final Key<Long> READY_SPOOL =
      TABLE.key(
          "ready-spool",
          Kind.DISK_SIZE,
          "5GB",
          "The program is not ready if more than this waits for one destination.");

  public static final Key<Duration> LIVE_STALL =
      TABLE.key(
          "live-stall",
          Kind.DURATION,
          "10m",
          "The program is not live if, for longer than this plus the poll interval, nothing is "
              + "listed, read, delivered or failing; 0 switches this check off.",
          "A program that hangs this long needs a restart. Something that is down, slow or "
              + "full does not count as hanging.");

  public static final Key<String> LOG_FORMAT =
      TABLE.key(
          "log-format",
          Kind.choice(List.of("text", "ecs")),
          "text",
          "The format of log lines: text, or JSON of the Elastic Common Schema.");

  public static final Key<String> PAGE =
      TABLE.key(
          "page",
          Kind.choice(List.of("true", "false")),
          "true",
          "Whether the management port serves the page at /; docs/page.md describes it.");

  public static final Key<Optional<String>> PAGE_TOKEN =
      TABLE.secret(
          "page-token",
          Kind.TOKEN,
          "The password for the page, with any user name.",
          "Without a token, only browsers on this machine can open the page. With a token, "
              + "anyone who reaches the port and has the token can, so put TLS in front of it.");

  public static final Key<Path> ROUTES =
      TABLE.key("routes", Kind.PATH, "routes", "The folder of the route files.");

  public static final Key<Optional<Path>> TRUSTED_CERTIFICATES =
      TABLE.optional(
          "trusted-certificates",
          Kind.PATH,
          "/etc/flowlogs/authorities.pem",
          "A PEM file of certificate authorities to trust in addition to the public ones, for "
              + "storage accounts, Entra ID and HTTP destinations.",
          "Use it for a certificate authority of your own, or for a proxy that inspects TLS.");

  public static final Key<Map<String, String>> NETWORKS =
      TABLE.named(
          "networks",
          Kind.NETWORKS,
          "A list of networks under a name of your own: a file with one network per line, or "
              + "networks such as 203.0.113.0/24, 2001:db8::/32.");

  public static final Key<List<String>> OWN_NETWORKS =
      TABLE.key(
          "own-networks",
          Kind.NAMES,
          "",
          "The lists of networks that count as your own, even if their addresses are public.");

  public static final Key<List<Path>> GEO =
      TABLE.key(
          "geo",
          Kind.PATHS,
          "",
          "MaxMind database files (.mmdb) for countries and autonomous systems, separated by "
              + "commas.");

  public static final Key<Optional<Path>> SERVICE_TAGS =
      TABLE.key(
          "service-tags",
          Kind.PATH.optional(),
          "",
          "The file of Azure's service tags, in JSON, that Microsoft publishes for each cloud.");

  public static final Key<Optional<String>> RECEIVE_TOPIC =
      TABLE.optional(
          "receive.topic",
          Kind.TOPIC,
          "flow-batches",
          "The topic of Kafka that batches are received from, in the place of sources.",
          "A connector of Kafka Connect fills it, and several processes share it as a consumer group;"
              + " docs/scale-out.md shows it whole.");

  public static final Key<Optional<String>> RECEIVE_GROUP =
      TABLE.optional(
          "receive.group",
          Kind.TEXT,
          "flowlogs",
          "The consumer group; without it flowlogs, or with flowlogs.only flowlogs-NAME.");

  public static final Key<Map<String, String>> RECEIVE_KAFKA =
      TABLE.namedSecrets(
          "receive.kafka",
          "An option of Kafka's consumer, such as bootstrap.servers, which is needed, or"
              + " sasl.jaas.config, as Kafka's manual names it.");

  public static final Key<Optional<String>> ONLY =
      TABLE.optional(
          "only",
          Kind.NAME,
          "lake",
          "The one destination that this process delivers to; the others get nothing from it.",
          "With a consumer group for each destination, one that is down holds up no other, and Kafka"
              + " is its spool: set flowlogs.spool-limit to 0 where a pod has no disk.");

  private ProgramKeys() {}

  /** The declarations in their order. */
  public static List<Key<?>> all() {
    return TABLE.all();
  }

  private static Optional<Start> start(String text) {
    if (text.equals("beginning")) {
      return Optional.of(Start.BEGINNING);
    }
    return Values.duration(text)
        .map(back -> new Start(back, null))
        .or(
            () ->
                instant(text)
                    .filter(instant -> !instant.isAfter(Instant.now()))
                    .map(instant -> new Start(null, instant)));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
