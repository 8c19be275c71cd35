package io.vnetflowroutes.settings;

import io.vnetflowroutes.config.GroupKey;
import io.vnetflowroutes.config.KeyGroup;
import io.vnetflowroutes.config.Kind;
import io.vnetflowroutes.derive.Derived;
import io.vnetflowroutes.filter.Condition;
import io.vnetflowroutes.format.CefFormat;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.format.OcsfVersion;
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

  /** Of what can be derived, all for which there are files. */
  public static final String ALL_DERIVED = "all";

  public static final GroupKey<DestinationKeys, Optional<String>> URI =
      GROUP.optional(
          "uri",
          Kind.ENDPOINT,
          "https://siem.example.com/ingest",
          "The Camel endpoint, with Camel's own options.");

  public static final GroupKey<DestinationKeys, String> FORMAT =
      GROUP.key(
          "format",
          Kind.choice(Formats.names()),
          "flat",
          "How a flow looks; docs/formats.md shows each format.");

  public static final GroupKey<DestinationKeys, Optional<CefFormat.Version>> CEF_VERSION =
      GROUP.optional(
          "cef-version",
          Kind.choice(List.of("0", "1")).as(version -> CefFormat.Version.valueOf("V" + version)),
          "...",
          "The version of the format cef, by default 0.",
          "Version 1 has IPv6 addresses in src and dst, and bytes beyond 2^31-1 in in and out.");

  public static final GroupKey<DestinationKeys, Optional<OcsfVersion>> OCSF_VERSION =
      GROUP.optional(
          "ocsf-version",
          Kind.choice(OcsfVersion.texts()).as(OcsfVersion::of),
          "...",
          "The version of the formats ocsf and ocsf-parquet, by default 1.8.0.",
          "Amazon Security Lake takes 1.3.0 and 1.1.0; an older version lacks some attributes.");

  public static final GroupKey<DestinationKeys, List<String>> DERIVE =
      GROUP.key(
          "derive",
          Kind.choices(Stream.concat(Derived.words().stream(), Stream.of(ALL_DERIVED)).toList()),
          "",
          "What is told of a flow beyond its log; docs/formats.md shows each, and all is all for"
              + " which there are files.");

  public static final GroupKey<DestinationKeys, Optional<String>> FIELDS =
      GROUP.optional(
          "fields",
          Kind.TEXT,
          "time, src_ip, dst_ip, *",
          "Which fields flat, csv and parquet have: time, src_ip, dst_ip as dest for these in this order, or"
              + " -rule, -acl_id for all but these; * stands for all that are not named, and compact"
              + " leaves out what other fields hold. The id stays unless -id is there.");

  public static final GroupKey<DestinationKeys, Optional<String>> FRAMING =
      GROUP.optional(
          "framing",
          Kind.choice(List.of("lines", "array", "records")),
          "lines",
          "One line a flow, a JSON array (not csv, not cef), or one record a flow; by default"
              + " records for Kafka, otherwise lines. Parquet files have none.");

  public static final GroupKey<DestinationKeys, Optional<String>> COMPRESSION =
      GROUP.optional(
          "compression",
          Kind.choice(List.of("none", "gzip", "zstd")),
          "zstd",
          "How bodies and files are compressed; by default not at all, and Parquet files inside by"
              + " zstd.",
          "More receivers of HTTP take gzip than zstd.");

  public static final GroupKey<DestinationKeys, Optional<String>> KEY =
      GROUP.optional(
          "key",
          Kind.TEXT,
          "src_ip",
          "The tuple field that becomes the key of a Kafka record, such as src_ip.",
          "Records of one key go to one partition, in order.");

  public static final GroupKey<DestinationKeys, Integer> BODY_LIMIT =
      GROUP.key(
          "body-limit",
          Kind.SIZE,
          "4MB",
          "A body or file holds no more before compression; more flows make several.",
          "Lower it where a receiver answers 413; what is too large is halved all the same.");

  /** What is left out, by each condition. */
  public static final Map<Condition, GroupKey<DestinationKeys, Optional<String>>> DROP = drop();

  public static final GroupKey<DestinationKeys, Integer> SAMPLE =
      GROUP.key(
          "sample",
          Kind.count(1, 1_000_000),
          "1",
          "Of allowed flows one in so many is kept, the same at every destination; denied ones"
              + " all are.");

  public static final GroupKey<DestinationKeys, Map<String, String>> HEADER =
      GROUP.namedSecrets("header", "An HTTP header to send, such as header.X-Api-Key.");

  private DestinationKeys() {}

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
              "Flows that are left out, by their %s.".formatted(condition.meaning())));
    }
    return Collections.unmodifiableMap(keys);
  }
}
