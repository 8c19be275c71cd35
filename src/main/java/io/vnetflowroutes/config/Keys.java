package io.vnetflowroutes.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Every key there is: the one place where keys are declared. */
public final class Keys {

  private static final String SOURCE = "flowlogs.source.*.";
  private static final String DESTINATION = "flowlogs.destination.*.";

  private final List<Key> keys = new ArrayList<>();

  /**
   * @param credentials the words for ways to authenticate
   * @param formats the names of output formats
   * @param derived the words for what can be derived
   * @param filters the keys of what a destination does not get
   */
  public Keys(
      Collection<String> credentials,
      Collection<String> formats,
      Collection<String> derived,
      List<Key> filters) {
    general();
    lists();
    source(credentials);
    destination(formats, derived);
    keys.addAll(filters);
    secret(DESTINATION + "header.*", "An HTTP header to send, such as header.X-Api-Key.");
  }

  /** The declarations, in the order of the reference. */
  public List<Key> all() {
    return List.copyOf(keys);
  }

  /**
   * The keys that a user means by a word: a whole name, with a name of their own in it or with an
   * asterisk, or what it ends in, such as {@code client-secret}.
   */
  public List<Key> meantBy(String word) {
    List<Key> whole = keys.stream().filter(key -> key.name().equals(word) || key.is(word)).toList();
    return whole.isEmpty()
        ? keys.stream().filter(key -> key.shortName().equals(word)).toList()
        : whole;
  }

  /** The known name that is most like a word. */
  public String nearest(String word) {
    return Nearest.of(
        word, keys.stream().map(word.contains(".") ? Key::name : Key::shortName).toList());
  }

  private void general() {
    add(
        "flowlogs.allow",
        Kind.NAMES,
        null,
        "The destinations of allowed flows.",
        "It must be set; set to nothing it drops them.");
    add(
        "flowlogs.deny",
        Kind.NAMES,
        null,
        "The destinations of denied flows.",
        "It must be set; set to nothing it drops them.");
    add(
        "flowlogs.delay",
        Kind.DURATION,
        "75m",
        "How long after its beginning an hour is due.",
        "75 minutes are the hour and a quarter more, after which it has settled and is "
            + "read once. 0 follows growing blobs minute by minute, for a list call a poll "
            + "and flow log.");
    add(
        "flowlogs.start",
        Kind.START,
        "24h",
        "Where a source begins on its first start.",
        "It matters once: a source that was started goes on from its cursor.");
    add(
        "flowlogs.recheck",
        Kind.DURATION,
        "24h",
        "How long hours that were read are listed again for late growth.",
        "Azure promises no end to lateness; each of these hours is listed at most once "
            + "an hour, by the day.");
    add(
        "flowlogs.audit-retention",
        Kind.DURATION,
        "31d",
        "How long it is kept how far each blob was delivered, for the audit; about 500 bytes a"
            + " blob.");
    add(
        "flowlogs.silent-after",
        Kind.DURATION,
        "6h",
        "A flow log without a new blob for so long raises a warning; 0 for never.",
        "Raise it where a network is quiet at night.");
    add(
        "flowlogs.poll-interval",
        Kind.INTERVAL,
        "1m",
        "How often due blobs are looked for.",
        "Polls cost only where an hour became due, so with a delay there is nothing to " + "save.");
    add(
        "flowlogs.discovery-interval",
        Kind.INTERVAL,
        "10m",
        "How often a source is searched for new flow logs.");
    add(
        "flowlogs.readers",
        Kind.count(1, 64),
        "8",
        "How many blobs are read at a time, and as many delivered.",
        "An estate is thousands of small blobs an hour, and each costs a round trip; "
            + "each reader holds a batch in memory, and up to 4 MB of the next blob.");
    add(
        "flowlogs.batch-flows",
        Kind.count(1, 1_000_000),
        "10000",
        "A batch is closed once it holds so many flows.",
        "Batches in hand are what is sent again after a crash.");
    add(
        "flowlogs.batch-size",
        Kind.SIZE,
        "4MB",
        "A batch is closed once it spans so much of its blob.");
    add(
        "flowlogs.record-limit",
        Kind.SIZE,
        "64MB",
        "A longer record goes to the dead letter; a record covers one minute.");
    add(
        "flowlogs.string-limit",
        Kind.SIZE,
        "64KB",
        "A record with a longer text, key or number goes to the dead letter; a longer tuple does so"
            + " alone.");
    add(
        "flowlogs.nesting-limit",
        Kind.count(7, 1000),
        "100",
        "A record nested deeper goes to the dead letter; those of flow logs have 7 levels.");
    add(
        "flowlogs.state",
        Kind.PATH,
        "state",
        "The folder of the cursor and of what was delivered.",
        "One process has it to itself; on a local disk, and in the backup together with "
            + "the spool.");
    add(
        "flowlogs.dead-letter",
        Kind.PATH_OR_ENDPOINT,
        "dead-letter",
        "Where unreadable records and tuples go: a folder, or a Camel URI.",
        "flowlogs replay sends what lies in the folder once the cause is gone.");
    add(
        "flowlogs.spool",
        Kind.PATH,
        "spool",
        "The folder where messages wait for a destination that is down.");
    add(
        "flowlogs.spool-limit",
        Kind.DISK_SIZE,
        "10GB",
        "How much may wait for one destination, and one message more; then reading waits, too.",
        "The disk needs so much room for each destination; flowlogs check compares.");
    add(
        "flowlogs.ready-lag",
        Kind.DURATION,
        "1h",
        "With an hour of a flow log overdue for longer the program is not ready; 0 for never.");
    add(
        "flowlogs.ready-wait",
        Kind.DURATION,
        "2m",
        "With messages waiting longer for a destination it is not ready; 0 for never.");
    add(
        "flowlogs.ready-spool",
        Kind.DISK_SIZE,
        "5GB",
        "With more than that waiting for one destination it is not ready.");
    add(
        "flowlogs.live-stall",
        Kind.DURATION,
        "10m",
        "With nothing listed, read, delivered or failing for longer, beyond the poll interval, it is"
            + " not live; 0 for never.",
        "What hangs so long needs a start; what is down, slow or full does not stand still.");
    add(
        "flowlogs.log-format",
        Kind.choice(List.of("text", "ecs")),
        "text",
        "How log lines look: text, or JSON of the Elastic Common Schema.");
    add("flowlogs.routes", Kind.PATH, "routes", "The folder of the route files.");
    add(
        "flowlogs.trusted-certificates",
        Kind.PATH,
        null,
        "A PEM file of authorities that are trusted besides the public ones: by storage accounts,"
            + " Entra ID and HTTP destinations.",
        "For an authority of your own, or of a proxy that inspects TLS.");
  }

  private void lists() {
    add(
        "flowlogs.networks.*",
        Kind.NETWORKS,
        null,
        "A list of networks under a name of your own: a file with one network a line, or networks"
            + " such as 203.0.113.0/24, 2001:db8::/32.");
    add(
        "flowlogs.own-networks",
        Kind.NAMES,
        "",
        "The lists of networks whose public addresses are your own.");
    add(
        "flowlogs.geo",
        Kind.PATHS,
        "",
        "MaxMind database files (.mmdb) of countries and autonomous systems, separated by commas.");
    add(
        "flowlogs.service-tags",
        Kind.PATH,
        "",
        "Azure's service tags, the JSON file that Microsoft publishes for each cloud.");
  }

  private void source(Collection<String> credentials) {
    add(
        SOURCE + "storage-account-url",
        Kind.URL,
        null,
        "The storage account's blob endpoint, or the URL of a container in it.",
        "Whole, with the cloud's suffix; a private endpoint has the same name.");
    add(
        SOURCE + "container",
        Kind.TEXT,
        null,
        "The container, where it is not Azure's: insights-logs-flowlogflowevent, or with"
            + " network-security-group insights-logs-networksecuritygroupflowevent.");
    add(SOURCE + "directory", Kind.PATH, null, "A directory laid out like the container, instead.");
    add(SOURCE + "subscription-id", Kind.TEXT, "*", "The subscription of what is logged.");
    add(SOURCE + "region", Kind.TEXT, "*", "The region of the virtual network.");
    add(SOURCE + "virtual-network", Kind.TEXT, "*", "The virtual network's name.");
    add(
        SOURCE + "resource-group",
        Kind.TEXT,
        "*",
        "The resource group of the virtual network, or of the network security group.");
    add(
        SOURCE + "flow-log",
        Kind.TEXT,
        null,
        "The flow log's name where it is not Azure's default; * takes every one.",
        "Azure's default is {virtual network}-{resource group}-flowlog.");
    add(
        SOURCE + "network-security-group",
        Kind.TEXT,
        null,
        "For NSG flow logs instead: the network security group's name; * takes every one.");
    add(
        SOURCE + "credential",
        Kind.choice(credentials),
        null,
        "How to authenticate; by default what the keys below tell.");
    add(SOURCE + "tenant-id", Kind.TEXT, null, "The Entra ID tenant.");
    add(SOURCE + "client-id", Kind.TEXT, null, "The application, or the managed identity.");
    secret(SOURCE + "client-secret", "The application's client secret (its value).");
    add(SOURCE + "client-certificate", Kind.PATH, null, "A certificate file, PEM or PFX.");
    secret(SOURCE + "client-certificate-password", "The password of a PFX file.");
    add(
        SOURCE + "authority-host",
        Kind.URL,
        null,
        "Where Entra ID gives tokens, for clouds other than the public one.");
    secret(SOURCE + "account-key", "A key of the storage account.");
    secret(
        SOURCE + "sas-token",
        "A SAS token with the permissions read and list, or the whole SAS URL.");
    secret(
        SOURCE + "connection-string",
        "A connection string with a key or a SAS token, instead of the URL and either.");
  }

  private void destination(Collection<String> formats, Collection<String> derived) {
    add(DESTINATION + "uri", Kind.ENDPOINT, null, "The Camel endpoint, with Camel's own options.");
    add(
        DESTINATION + "format",
        Kind.choice(formats),
        "flat",
        "How a flow looks; docs/formats.md shows each format.");
    add(
        DESTINATION + "cef-version",
        Kind.choice(List.of("0", "1")),
        null,
        "The version of the format cef, by default 0.",
        "Version 1 has IPv6 addresses in src and dst, and bytes beyond 2^31-1 in in and out.");
    add(
        DESTINATION + "derive",
        Kind.choices(derived),
        "",
        "What is told of a flow beyond its log; docs/formats.md shows each, and all is all for"
            + " which there are files.");
    add(
        DESTINATION + "fields",
        Kind.TEXT,
        null,
        "Which fields flat and csv have: time, src_ip, dst_ip as dest for these in this order, or"
            + " -rule, -acl_id for all but these; * stands for all that are not named. The id stays"
            + " unless -id is there.");
    add(
        DESTINATION + "framing",
        Kind.choice(List.of("lines", "array", "records")),
        null,
        "One line a flow, a JSON array (not csv, not cef), or one record a flow; by default"
            + " records for Kafka, otherwise lines.");
    add(
        DESTINATION + "compression",
        Kind.choice(List.of("none", "gzip")),
        "none",
        "How bodies and files are compressed.");
    add(
        DESTINATION + "key",
        Kind.TEXT,
        null,
        "The tuple field that becomes the key of a Kafka record, such as src_ip.",
        "Records of one key go to one partition, in order.");
    add(
        DESTINATION + "body-limit",
        Kind.SIZE,
        "4MB",
        "A body or file holds no more before compression; more flows make several.",
        "Lower it where a receiver answers 413; what is too large is halved all the same.");
  }

  private void add(String name, Kind kind, String defaultValue, String meaning) {
    add(name, kind, defaultValue, meaning, "");
  }

  private void add(String name, Kind kind, String defaultValue, String meaning, String why) {
    keys.add(new Key(name, kind, defaultValue, false, meaning, why));
  }

  private void secret(String name, String meaning) {
    keys.add(new Key(name, Kind.TEXT, null, true, meaning, ""));
  }
}
