package io.vnetflowroutes.format;

import static io.vnetflowroutes.flow.TupleField.DST_IP;
import static io.vnetflowroutes.flow.TupleField.SRC_IP;

import io.vnetflowroutes.derive.CommunityId;
import io.vnetflowroutes.derive.Endpoints;
import io.vnetflowroutes.derive.IpAddress;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.table.FlowKind;
import io.vnetflowroutes.table.FlowValues;
import io.vnetflowroutes.table.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The values that follow from a flow's addresses, which are parsed once for all of them. Text that
 * is not an address goes elsewhere. An instance belongs to one mapping, and so to one thread.
 */
final class AddressValues {

  private final Endpoints endpoints = new Endpoints();
  private final CommunityId communityId = new CommunityId();

  /** The addresses of a flow, read once. */
  Endpoints endpoints(Flow flow) {
    return endpoints.of(flow);
  }

  /** The kind of a flow, of which the versions of its addresses are a part. */
  long kind(Flow flow) {
    long kind = FlowKind.of(flow);
    int source = endpoints.of(flow).length(SRC_IP);
    int destination = endpoints.length(DST_IP);
    if (kind == FlowKind.UNUSUAL || source == 0 || destination == 0) {
      return FlowKind.UNUSUAL;
    }
    boolean same = source == destination && same(flow);
    return kind << 3
        | (source == IpAddress.V6 ? 4 : 0)
        | (destination == IpAddress.V6 ? 2 : 0)
        | (same ? 1 : 0);
  }

  /** An address of either version. */
  Value address(TupleField field) {
    return Value.ofField(
        field,
        (flow, out) -> {
          if (endpoints.of(flow).length(field) > 0) {
            FlowValues.putDigits(flow, field, out);
          }
        });
  }

  /** An address of a length in bytes; of length 0, a text that is not an address. */
  Value address(TupleField field, int bytes) {
    return Value.ofField(
        field,
        (flow, out) -> {
          if (endpoints.of(flow).length(field) == bytes) {
            FlowValues.putDigits(flow, field, out);
          }
        });
  }

  /** A text in an address's place that is not an address. */
  Value noAddress(TupleField field) {
    return address(field, 0);
  }

  /** The destination's address, unless it is the source's. */
  Value otherDestination() {
    Value destination = address(DST_IP);
    return Value.ofField(
        DST_IP,
        (flow, out) -> {
          if (!same(flow)) {
            destination.write(flow, out);
          }
        });
  }

  /** One of two words by the version of both addresses; nothing if the versions differ. */
  Value byIpVersion(String four, String six) {
    byte[] v4 = four.getBytes(StandardCharsets.US_ASCII);
    byte[] v6 = six.getBytes(StandardCharsets.US_ASCII);
    return Value.ofKind(
        (flow, out) -> {
          int version = endpoints.of(flow).ipVersion();
          if (version != 0) {
            out.put(version == 4 ? v4 : v6);
          }
        });
  }

  /** The Community ID. */
  Value communityId() {
    return (flow, out) -> {
      byte[] text = communityId.of(flow, endpoints.of(flow));
      if (text != null) {
        out.put(text);
      }
    };
  }

  private static boolean same(Flow flow) {
    return Arrays.equals(
        flow.text(),
        flow.from(SRC_IP),
        flow.to(SRC_IP),
        flow.text(),
        flow.from(DST_IP),
        flow.to(DST_IP));
  }
}
