package io.vnetflowroutes.settings;

import io.vnetflowroutes.config.GroupKey;
import io.vnetflowroutes.config.KeyGroup;
import io.vnetflowroutes.config.Kind;
import io.vnetflowroutes.derive.Derived;
import io.vnetflowroutes.filter.Condition;
import io.vnetflowroutes.format.CefFormat;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.format.OcsfVersion;
import io.vnetflowroutes.receiver.Receivers;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of a destination, in the order of the reference. */
public final class DestinationKeys {

  /** The destinations. */
  public static final KeyGroup<DestinationKeys> GROUP = new KeyGroup<>("flowlogs.destination");

  /** The word for all derived fields whose files are configured. */
  public static final String ALL_DERIVED = "all";

  public static final GroupKey<DestinationKeys, Optional<String>> TYPE =
      GROUP.optional(
          "type",
          Kind.choice(Receivers.names()),
          "elasticsearch",
          "The kind of service behind the destination: it sets path, envelope, limits, compression,"
              + " format and how answers are read, unless their own keys are set.",
          "docs/destinations.md shows each type. Without a type, uri is needed.");

  public static final GroupKey<DestinationKeys, Optional<String>> URL =
      GROUP.optional(
          "url",
          Kind.ADDRESS,
          "https://siem.example.com:9200",
          "The address of the service. The type adds its path, unless the URL ends with it.",
          takenBy("url"));

  public static final GroupKey<DestinationKeys, Optional<String>> URI =
      GROUP.optional(
          "uri",
          Kind.ENDPOINT,
          "https://siem.example.com/ingest",
          "The URI of a Camel endpoint, with Camel's own options.");

  public static final GroupKey<DestinationKeys, Optional<String>> TOKEN =
      GROUP.secret("token", "The token, key or signing secret of the service. " + takenBy("token"));

  public static final GroupKey<DestinationKeys, Optional<String>> USER =
      GROUP.optional("user", Kind.TEXT, "flowlogs", "The user to log in as.", takenBy("user"));

  public static final GroupKey<DestinationKeys, Optional<String>> PASSWORD =
      GROUP.secret("password", "The password of user.");

  public static final GroupKey<DestinationKeys, Optional<String>> INDEX =
      GROUP
          .by(TYPE, Receivers.defaultsOf("index"))
          .optional(
              "index",
              Kind.text(
                  "a name in lower case, perhaps with times such as {yyyy.MM.dd} in it",
                  Receivers::isIndex),
              "flows-{yyyy.MM.dd}",
              "The index for flows; a time in braces is the hour of the flow's blob, in UTC.",
              takenBy("index"));

  public static final GroupKey<DestinationKeys, Optional<String>> TABLE =
      GROUP.optional(
          "table",
          Kind.text("a name, perhaps with a database in front", text -> text.matches("[\\w.]+")),
          "logs.flows",
          "The table that flows go to.",
          takenBy("table"));

  public static final GroupKey<DestinationKeys, Optional<String>> TOPIC =
      GROUP.optional(
          "topic",
          Kind.text("letters, digits and . _ -", text -> text.matches("[\\w.-]+")),
          "flows",
          "The event hub that flows go to.",
          takenBy("topic"));

  public static final GroupKey<DestinationKeys, Optional<String>> RULE =
      GROUP.optional(
          "rule",
          Kind.text("an immutable id such as dcr-0123abcd", text -> text.matches("dcr-\\w+")),
          "dcr-0123456789abcdef0123456789abcdef",
          "The immutable id of the data collection rule.",
          takenBy("rule"));

  public static final GroupKey<DestinationKeys, Optional<String>> STREAM =
      GROUP.optional(
          "stream",
          Kind.text(
              "Custom-NAME or Microsoft-NAME", text -> text.matches("(Custom|Microsoft)-\\w+")),
          "Custom-VNetFlows_CL",
          "The stream of the data collection rule that takes flows.",
          takenBy("stream"));

  public static final GroupKey<DestinationKeys, Optional<String>> CREDENTIALS =
      GROUP.optional(
          "credentials",
          Kind.text("the name of a source", text -> text.matches("[a-z0-9-]+")),
          "prod",
          "The source whose credential of Entra ID is used here, too.",
          takenBy("credentials"));

  public static final GroupKey<DestinationKeys, Optional<Path>> CREDENTIALS_FILE =
      GROUP.optional(
          "credentials-file",
          Kind.PATH,
          "service-account.json",
          "The key file of a service account.",
          takenBy("credentials-file"));

  public static final GroupKey<DestinationKeys, Optional<String>> ACK =
      GROUP.optional(
          "ack",
          Kind.choice(List.of("true", "false")),
          "true",
          "Whether a message counts as delivered only when Splunk has indexed it. The default is"
              + " false.",
          takenBy("ack") + " Splunk Cloud does not acknowledge.");

  public static final GroupKey<DestinationKeys, Optional<Integer>> MESSAGE_LIMIT =
      GROUP
          .by(TYPE, Receivers.defaultsOf("message-limit"))
          .optional(
              "message-limit",
              Kind.SIZE,
              "64KB",
              "The most bytes of a flow that the receiver does not cut off. A longer one goes to the"
                  + " dead letter.",
              takenBy("message-limit"));

  public static final GroupKey<DestinationKeys, Optional<String>> TOO_OLD =
      GROUP.optional(
          "too-old",
          Kind.choice(List.of("send", "dead-letter")),
          "dead-letter",
          "Where messages go whose first record is older than the service accepts. The default is"
              + " send.",
          takenBy("too-old"));

  public static final GroupKey<DestinationKeys, Map<String, String>> FIELD =
      GROUP.named(
          "field",
          Kind.TEXT,
          "A fixed field of the type's envelope, such as field.sourcetype for Splunk; an empty value"
              + " leaves the field out.");

  public static final GroupKey<DestinationKeys, String> FORMAT =
      GROUP
          .by(TYPE, Receivers.defaultsOf("format"))
          .key(
              "format",
              Kind.choice(Formats.names()),
              "flat",
              "The format of a flow; docs/formats.md describes each format.");

  public static final GroupKey<DestinationKeys, Optional<CefFormat.Version>> CEF_VERSION =
      GROUP.optional(
          "cef-version",
          Kind.choice(List.of("0", "1")).as(version -> CefFormat.Version.valueOf("V" + version)),
          "...",
          "The version of the format cef; the default is 0.",
          "Version 1 has IPv6 addresses in src and dst, and counters above 2^31-1 in in and "
              + "out.");

  public static final GroupKey<DestinationKeys, Optional<OcsfVersion>> OCSF_VERSION =
      GROUP.optional(
          "ocsf-version",
          Kind.choice(OcsfVersion.texts()).as(OcsfVersion::of),
          "...",
          "The version of the formats ocsf and ocsf-parquet; the default is 1.8.0.",
          "Amazon Security Lake accepts 1.3.0 and 1.1.0. Older versions lack some attributes.");

  public static final GroupKey<DestinationKeys, List<String>> DERIVE =
      GROUP.key(
          "derive",
          Kind.choices(Stream.concat(Derived.words().stream(), Stream.of(ALL_DERIVED)).toList()),
          "",
          "The fields to add to each flow beyond its log (enrichment); docs/formats.md "
              + "describes each. 'all' adds every field except those whose files are not set.");

  public static final GroupKey<DestinationKeys, Optional<String>> FIELDS =
      GROUP
          .by(TYPE, Receivers.defaultsOf("fields"))
          .optional(
              "fields",
              Kind.TEXT,
              "time, src_ip, dst_ip, *",
              "The fields of flat, csv and parquet: 'time, src_ip, dst_ip as dest' gives these in "
                  + "this order, '-rule, -acl_id' gives all except these, * stands for all that are not "
                  + "named, and compact leaves out fields that follow from others. The id stays unless "
                  + "you add -id.");

  public static final GroupKey<DestinationKeys, Optional<String>> FRAMING =
      GROUP
          .by(TYPE, Receivers.defaultsOf("framing"))
          .optional(
              "framing",
              Kind.choice(List.of("lines", "array", "records", "octets")),
              "lines",
              "One line per flow, one JSON array per body (not csv, not cef), one record per "
                  + "flow, or for syslog its length in front of each flow. The default is records for "
                  + "Kafka, otherwise lines. Parquet files have no framing.");

  public static final GroupKey<DestinationKeys, Optional<String>> COMPRESSION =
      GROUP
          .by(TYPE, Receivers.defaultsOf("compression"))
          .optional(
              "compression",
              Kind.choice(List.of("none", "gzip", "zstd")),
              "zstd",
              "The compression of bodies and files. The default is none; Parquet files use zstd "
                  + "inside.",
              "More HTTP receivers accept gzip than zstd.");

  public static final GroupKey<DestinationKeys, Optional<String>> KEY =
      GROUP.optional(
          "key",
          Kind.TEXT,
          "src_ip",
          "The tuple field that becomes the key of a Kafka record, such as src_ip.",
          "Records with the same key go to the same partition, in order.");

  public static final GroupKey<DestinationKeys, Integer> BODY_LIMIT =
      GROUP
          .by(TYPE, Receivers.defaultsOf("body-limit"))
          .key(
              "body-limit",
              Kind.SIZE,
              "4MB",
              "The maximum size of a body or file before compression; more flows make several of "
                  + "them.",
              "Lower it if a receiver answers 413; the program halves a body that is too large in "
                  + "any case.");

  public static final GroupKey<DestinationKeys, Optional<GatherLimits>> GATHER =
      GROUP.optional(
          "gather",
          GatherLimits.KIND,
          "128MB, 15m",
          "Collects the flows of many batches and sends them together, in files, objects or bodies of"
              + " this size, or when the first flow has waited this long.",
          "Files of an hour are also sent once the hour is complete. Flows wait in the spool;"
              + " body-limit has no effect then.");

  public static final GroupKey<DestinationKeys, Optional<String>> LAYOUT =
      GROUP.optional(
          "layout",
          Kind.TEXT,
          "flows/{flow_log}/{yyyy}/{MM}/{dd}",
          "The folders of files and objects. {name} is the destination, {decision} is allow or deny,"
              + " {flow_log} is the flow log, and {yyyy}, {MM}, {dd} and {HH} are the hour of the"
              + " flow's blob, in UTC. The default is decision={decision}/y={yyyy}/m={MM}/d={dd}/h={HH}.",
          "In csv and parquet, a column that is also a folder is left out.");

  public static final GroupKey<DestinationKeys, Optional<String>> MARKER =
      GROUP.optional(
          "marker",
          Kind.text(
              "a name of letters, digits and . _ - that begins with _ or .",
              text -> text.matches("[_.][A-Za-z0-9][A-Za-z0-9._-]{0,60}")),
          "_SUCCESS",
          "The name of an empty file that the program writes into each folder of an hour once the"
              + " hour is complete.",
          "The layout must have folders for each hour. Late growth of a blob comes behind it.");

  /** The keys of filters, by their conditions. */
  public static final Map<Condition, GroupKey<DestinationKeys, Optional<String>>> DROP = drop();

  public static final GroupKey<DestinationKeys, Integer> SAMPLE =
      GROUP.key(
          "sample",
          Kind.count(1, 1_000_000),
          "1",
          "With N, the destination gets one allowed flow in N, the same ones at every "
              + "destination with this N, and all denied flows.");

  public static final GroupKey<DestinationKeys, Map<String, String>> HEADER =
      GROUP.namedSecrets("header", "An HTTP header to send, such as header.X-Api-Key.");

  private DestinationKeys() {}

  /** The types that have a key. */
  private static String takenBy(String key) {
    return "For type = %s.".formatted(Receivers.thatTake(key));
  }

  private static Map<Condition, GroupKey<DestinationKeys, Optional<String>>> drop() {
    Map<Condition, GroupKey<DestinationKeys, Optional<String>>> keys =
        new EnumMap<>(Condition.class);
    for (Condition condition : Condition.values()) {
      keys.put(
          condition,
          GROUP.optional(
              "drop." + condition.word(),
              Kind.text(condition.allowed(), condition::accepts),
              "...",
              "Leaves out flows by the %s.".formatted(condition.meaning())));
    }
    return Collections.unmodifiableMap(keys);
  }
}
