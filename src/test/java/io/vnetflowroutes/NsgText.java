package io.vnetflowroutes;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The text of records and tuples of NSG flow logs as Azure writes them. */
public final class NsgText {

  public static final String MAC = "000D3A1B2C01";
  public static final String NSG =
      "/SUBSCRIPTIONS/0A1B/RESOURCEGROUPS/RG-NETWORK/PROVIDERS/MICROSOFT.NETWORK"
          + "/NETWORKSECURITYGROUPS/HUB-NSG";
  public static final String ALLOWED_V1 = "1788249600,10.1.0.4,10.2.0.5,50000,443,T,O,A";
  public static final String DENIED_V1 = "1788249600,192.0.2.7,10.1.0.4,50001,22,T,I,D";
  public static final String ALLOWED_V2 = ALLOWED_V1 + ",E,1,2,3,4";
  public static final String DENIED_V2 = DENIED_V1 + ",B,,,,";

  private NsgText() {}

  /** A record of one rule, told from others by its number, without the record's own MAC. */
  public static String record(int version, int number, String... tuples) {
    return withRules(
        version,
        number,
        "[{\"rule\":\"rule%d\",\"flows\":[%s]}]".formatted(number, flows(MAC, tuples)));
  }

  /** A record with these rules, an array in JSON. */
  public static String withRules(int version, int number, String rules) {
    return String.format(
        Locale.ROOT,
        "{\"time\":\"2026-09-01T08:%02d:06.1234567Z\",\"systemId\":\"5f2c\",\"category\":"
            + "\"NetworkSecurityGroupFlowEvent\",\"resourceId\":\"%s\",\"operationName\":"
            + "\"NetworkSecurityGroupFlowEvents\",\"properties\":{\"Version\":%d,\"flows\":%s}}",
        number,
        NSG,
        version,
        rules);
  }

  /** The tuples of one interface. */
  public static String flows(String mac, String... tuples) {
    return Stream.of(tuples)
        .map(tuple -> '"' + tuple + '"')
        .collect(Collectors.joining(",", "{\"mac\":\"" + mac + "\",\"flowTuples\":[", "]}"));
  }
}
