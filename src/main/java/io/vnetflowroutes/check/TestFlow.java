package io.vnetflowroutes.check;

import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.parse.Batches;
import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.parse.RecordJson;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * An artificial flow that shows whether a destination accepts flows. Its rule and its documentation
 * addresses (RFC 5737) identify it.
 */
public final class TestFlow {

  /** The name of its rule, source and flow log. */
  public static final String NAME = "flowlogs-check";

  private static final int ENOUGH = 1 << 16;

  private static final String BLOB =
      """
      {"records":[{"time":"%1$s","flowLogVersion":4,"flowLogGUID":"00000000-0000-0000-0000-000000000000",\
      "macAddress":"000000000000","category":"FlowLogFlowEvent","flowLogResourceID":"/SUBSCRIPTIONS/\
      00000000-0000-0000-0000-000000000000/RESOURCEGROUPS/%3$s/PROVIDERS/MICROSOFT.NETWORK/\
      NETWORKWATCHERS/NETWORKWATCHER_%3$s/FLOWLOGS/%3$s","targetResourceID":"/subscriptions/\
      00000000-0000-0000-0000-000000000000/resourceGroups/%3$s/providers/Microsoft.Network/\
      virtualNetworks/%3$s","operationName":"FlowLogFlowEvent","flowRecords":{"flows":[{"aclID":\
      "00000000-0000-0000-0000-000000000000","flowGroups":[{"rule":"%3$s","flowTuples":[\
      "%2$d,192.0.2.1,198.51.100.1,49152,443,6,O,E,NX,1,60,1,60"]}]}]}}]}""";

  private TestFlow() {}

  /** The allowed part of a batch that holds the flow alone. */
  public static BatchPart at(Instant now, RecordJson json) {
    String blob = BLOB.formatted(now, now.toEpochMilli(), NAME);
    Origin origin = new Origin(NAME, NAME, now.truncatedTo(ChronoUnit.HOURS));
    return new Batches(
            origin,
            new ByteArrayInputStream(blob.getBytes(StandardCharsets.UTF_8)),
            new ParseLimits(1, ENOUGH, ENOUGH),
            json)
        .over(true)
        .next()
        .allowed();
  }
}
