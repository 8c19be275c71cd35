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

  /** A span of time back from now, an instant, or all there is. */
  private static final Kind<Start> START_KIND =
      Kind.of(
          "a duration such as 24h, an instant such as 2026-01-31T00:00:00Z, or 'beginning'",
          ProgramKeys::start);

  public static final Key<List<String>> ALLOW =
      TABLE.key(
          "allow",
          Kind.RECIPIENTS,
          null,
          "The destinations of allowed flows, and routes of yours that get them, too.",
          "It must be set; set to nothing it drops them.");

  public static final Key<List<String>> DENY =
      TABLE.key(
          "deny",
          Kind.RECIPIENTS,
          null,
          "The destinations of denied flows, and routes of yours that get them, too.",
          "It must be set; set to nothing it drops them.");

  public static final Key<Duration> DELAY =
      TABLE.key(
          "delay",
          Kind.DURATION,
          "75m",
          "How long after its beginning an hour is due.",
          "75 minutes are the hour and a quarter more, after which it has settled and is "
              + "read once. 0 follows growing blobs minute by minute, for a list call a poll "
              + "and flow log.");

  public static final Key<Start> START =
      TABLE.key(
          "start",
          START_KIND,
          "24h",
          "Where a source begins on its first start.",
          "It matters once: a source that was started goes on from its cursor.");

  public static final Key<Duration> RECHECK =
      TABLE.key(
          "recheck",
          Kind.DURATION,
          "24h",
          "How long hours that were read are listed again for late growth.",
          "Azure promises no end to lateness; each of these hours is listed at most once "
              + "an hour, by the day.");

  public static final Key<Duration> AUDIT_RETENTION =
      TABLE.key(
          "audit-retention",
          Kind.DURATION,
          "31d",
          "How long it is kept how far each blob was delivered, for the audit; about 500 bytes a"
              + " blob.");

  public static final Key<Duration> SILENT_AFTER =
      TABLE.key(
          "silent-after",
          Kind.DURATION,
          "6h",
          "A flow log without a new blob for so long raises a warning; 0 for never.",
          "Raise it where a network is quiet at night.");

  public static final Key<Duration> POLL_INTERVAL =
      TABLE.key(
          "poll-interval",
          Kind.INTERVAL,
          "1m",
          "How often due blobs are looked for.",
          "Polls cost only where an hour became due, so with a delay there is nothing to "
              + "save.");

  public static final Key<Duration> DISCOVERY_INTERVAL =
      TABLE.key(
          "discovery-interval",
          Kind.INTERVAL,
          "10m",
          "How often a source is searched for new flow logs.");

  public static final Key<Integer> READERS =
      TABLE.key(
          "readers",
          Kind.count(1, 64),
          "8",
          "How many blobs are read at a time, and as many delivered.",
          "An estate is thousands of small blobs an hour, and each costs a round trip; "
              + "each reader holds a batch in memory, and up to 4 MB of the next blob.");

  public static final Key<Integer> BATCH_FLOWS =
      TABLE.key(
          "batch-flows",
          Kind.count(1, 1_000_000),
          "10000",
          "A batch is closed once it holds so many flows.",
          "Batches in hand are what is sent again after a crash.");

  public static final Key<Integer> BATCH_SIZE =
      TABLE.key(
          "batch-size", Kind.SIZE, "4MB", "A batch is closed once it spans so much of its blob.");

  public static final Key<Integer> RECORD_LIMIT =
      TABLE.key(
          "record-limit",
          Kind.SIZE,
          "64MB",
          "A longer record goes to the dead letter; a record covers one minute.");

  public static final Key<Integer> STRING_LIMIT =
      TABLE.key(
          "string-limit",
          Kind.SIZE,
          "64KB",
          "A record with a longer text, key or number goes to the dead letter; a longer tuple does so"
              + " alone.");

  public static final Key<Integer> NESTING_LIMIT =
      TABLE.key(
          "nesting-limit",
          Kind.count(7, 1000),
          "100",
          "A record nested deeper goes to the dead letter; those of flow logs have 7 levels.");

  public static final Key<Path> STATE =
      TABLE.key(
          "state",
          Kind.PATH,
          "state",
          "The folder of the cursor and of what was delivered.",
          "One process has it to itself; on a local disk, and in the backup together with "
              + "the spool.");

  public static final Key<String> DEAD_LETTER =
      TABLE.key(
          "dead-letter",
          Kind.PATH_OR_ENDPOINT,
          "dead-letter",
          "Where unreadable records and tuples go: a folder, or a Camel URI.",
          "flowlogs replay sends what lies in the folder once the cause is gone.");

  public static final Key<Path> SPOOL =
      TABLE.key(
          "spool",
          Kind.PATH,
          "spool",
          "The folder where messages wait for a destination that is down.");

  public static final Key<Long> SPOOL_LIMIT =
      TABLE.key(
          "spool-limit",
          Kind.DISK_SIZE,
          "10GB",
          "How much may wait for one destination, and one message more; then reading waits, too.",
          "The disk needs so much room for each destination; flowlogs check compares.");

  public static final Key<Duration> READY_LAG =
      TABLE.key(
          "ready-lag",
          Kind.DURATION,
          "1h",
          "With an hour of a flow log overdue for longer the program is not ready; 0 for never.");

  public static final Key<Duration> READY_WAIT =
      TABLE.key(
          "ready-wait",
          Kind.DURATION,
          "2m",
          "With messages waiting longer for a destination it is not ready; 0 for never.");

  public static final Key<Long> READY_SPOOL =
      TABLE.key(
          "ready-spool",
          Kind.DISK_SIZE,
          "5GB",
          "With more than that waiting for one destination it is not ready.");

  public static final Key<Duration> LIVE_STALL =
      TABLE.key(
          "live-stall",
          Kind.DURATION,
          "10m",
          "With nothing listed, read, delivered or failing for longer, beyond the poll interval, it is"
              + " not live; 0 for never.",
          "What hangs so long needs a start; what is down, slow or full does not stand still.");

  public static final Key<String> LOG_FORMAT =
      TABLE.key(
          "log-format",
          Kind.choice(List.of("text", "ecs")),
          "text",
          "How log lines look: text, or JSON of the Elastic Common Schema.");

  public static final Key<String> PAGE =
      TABLE.key(
          "page",
          Kind.choice(List.of("true", "false")),
          "true",
          "Whether the management port serves the page at /; docs/page.md shows it.");

  public static final Key<Optional<String>> PAGE_TOKEN =
      TABLE.secret(
          "page-token",
          Kind.TOKEN,
          "What a visitor of the page must give as the password, of any user name.",
          "Without it the page is for browsers on this machine only; with it for all that reach the"
              + " port, so put TLS in front of it.");

  public static final Key<Path> ROUTES =
      TABLE.key("routes", Kind.PATH, "routes", "The folder of the route files.");

  public static final Key<Optional<Path>> TRUSTED_CERTIFICATES =
      TABLE.optional(
          "trusted-certificates",
          Kind.PATH,
          "/etc/flowlogs/authorities.pem",
          "A PEM file of authorities that are trusted besides the public ones: by storage accounts,"
              + " Entra ID and HTTP destinations.",
          "For an authority of your own, or of a proxy that inspects TLS.");

  public static final Key<Map<String, String>> NETWORKS =
      TABLE.named(
          "networks",
          Kind.NETWORKS,
          "A list of networks under a name of your own: a file with one network a line, or networks"
              + " such as 203.0.113.0/24, 2001:db8::/32.");

  public static final Key<List<String>> OWN_NETWORKS =
      TABLE.key(
          "own-networks",
          Kind.NAMES,
          "",
          "The lists of networks whose public addresses are your own.");

  public static final Key<List<Path>> GEO =
      TABLE.key(
          "geo",
          Kind.PATHS,
          "",
          "MaxMind database files (.mmdb) of countries and autonomous systems, separated by commas.");

  public static final Key<Optional<Path>> SERVICE_TAGS =
      TABLE.key(
          "service-tags",
          Kind.PATH.optional(),
          "",
          "Azure's service tags, the JSON file that Microsoft publishes for each cloud.");

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
        .or(() -> instant(text).map(instant -> new Start(null, instant)));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
