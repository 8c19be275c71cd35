package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.DerivedLists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything derived, through the whole program to files, read back by DuckDB. */
final class DerivedFieldsIT {

  private static final String HOUR =
      "flowLogResourceID=/0A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D_NETWORKWATCHERRG"
          + "/NETWORKWATCHER_EASTUS_VNET-HUB-RG-NETWORK-FLOWLOG/y=2026/m=09/d=01/h=08/m=00"
          + "/macAddress=000D3A1B2C01";

  @TempDir private Path dir;

  private String settings() throws IOException {
    Path blob = Files.createDirectories(dir.resolve("in").resolve(HOUR)).resolve("PT1H.json");
    String golden = Files.readString(Path.of("src/test/resources/golden/derived/PT1H.json"));
    Files.writeString(blob, golden.replace("18446744073709551615", "400"));
    return """
        flowlogs.source.test.directory = %s
        flowlogs.start = beginning
        flowlogs.geo = %s, %s
        flowlogs.service-tags = %s
        flowlogs.networks.drop = %s
        flowlogs.networks.office = %s
        flowlogs.own-networks = office
        flowlogs.allow = flat, ecs, some
        flowlogs.deny = flat, ecs, some
        flowlogs.destination.flat.uri = file:flat
        flowlogs.destination.flat.derive = all
        flowlogs.destination.ecs.uri = file:ecs
        flowlogs.destination.ecs.format = ecs
        flowlogs.destination.ecs.derive = all
        flowlogs.destination.some.uri = file:some
        flowlogs.destination.some.format = csv
        flowlogs.destination.some.derive = scope, labels
        flowlogs.destination.some.fields = src_ip, traffic_scope as scope, src_labels
        """
        .formatted(
            dir.resolve("in"),
            DerivedLists.countries(dir),
            DerivedLists.systems(dir),
            DerivedLists.SERVICE_TAGS.toAbsolutePath(),
            DerivedLists.DROP.toAbsolutePath(),
            DerivedLists.OFFICE);
  }

  @Test
  void duckDbFindsWhatWasDerived() throws IOException, SQLException {
    try (Program program = Program.in(dir.resolve("work"), settings());
        Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = duckDb.createStatement()) {
      assertThat(program.once()).as(program.output()).isZero();
      program.assertNoStackTrace();
      sql.execute("create table flat as select * from " + json(program, "flat"));
      sql.execute("create table ecs as select * from " + json(program, "ecs"));
      assertThat(
              rows(
                  sql,
                  "select src_country, src_asn, src_as_name, src_labels, traffic_scope, service,"
                      + " encrypted, bytes_total from flat where dst_port = 22 and decision ="
                      + " 'deny'"))
          .containsExactly("NL|202425|IP \"Volume\" inc, Ltd|drop|internet-inbound|ssh|false|0");
      assertThat(
              rows(
                  sql,
                  "select dst_service_tag, dst_azure_region, dst_scope from flat where dst_ip in"
                      + " ('52.239.152.74', '168.63.129.16') order by dst_ip"))
          .containsExactly("AzurePlatformDNS|null|azure-platform", "Storage|westeurope|public");
      assertThat(
              rows(sql, "select subnet, acl_type, network_manager from flat where dst_port = 3389"))
          .containsExactly("apps|security-admin-configuration|nm-corp");
      assertThat(
              rows(
                  sql,
                  "select count(*) from flat join ecs on flat.id = ecs.event.id where"
                      + " flat.community_id is not distinct from ecs.network.community_id and"
                      + " flat.src_country is not distinct from ecs.source.geo.country_iso_code"
                      + " and flat.dst_asn is not distinct from ecs.destination.\"as\".number and"
                      + " lower(flat.service) is not distinct from ecs.network.protocol and"
                      + " flat.traffic_scope is not distinct from"
                      + " ecs.azure.vnet_flow.traffic_scope and flat.dst_service_tag is not"
                      + " distinct from ecs.cloud.target.service.name"))
          .isEqualTo(rows(sql, "select count(*) from flat"));
      assertThat(
              rows(
                  sql,
                  "select src_ip, scope, src_labels from read_csv('%s/some/**/*.csv', header = true,"
                          .formatted(program.folder())
                      + " hive_partitioning = false) where scope = 'internal' and src_labels is not"
                      + " null"))
          .containsExactly("20.76.1.2|internal|office");
    }
  }

  private static String json(Program program, String destination) {
    return "read_json('%s/%s/**/*.ndjson', format = 'newline_delimited', hive_partitioning = false,"
            .formatted(program.folder(), destination)
        + " sample_size = -1, union_by_name = true)";
  }

  private static List<String> rows(Statement sql, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet found = sql.executeQuery(query)) {
      while (found.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          cells.add(String.valueOf(found.getString(i)));
        }
        rows.add(String.join("|", cells));
      }
    }
    return rows;
  }
}
