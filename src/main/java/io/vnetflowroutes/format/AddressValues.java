package io.vnetflowroutes.format;

import static io.vnetflowroutes.flow.TupleField.DST_IP;
import static io.vnetflowroutes.flow.TupleField.SRC_IP;

import io.vnetflowroutes.derive.CommunityId;
import io.vnetflowroutes.derive.Endpoints;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.TupleField;
import java.util.Arrays;

/**
 * The values that follow from a flow's addresses, which are read once for all of them. What stands
 * in an address's place and is none has to go elsewhere. Belongs to one mapping.
 */
final class AddressValues {

  private final Endpoints endpoints = new Endpoints();
  private final CommunityId communityId = new CommunityId();

  /** An address, if it is one. */
  JsonValue<Flow> address(TupleField field) {
    JsonValue<Flow> text = FlowValues.text(field);
    return (flow, out) -> {
      if (endpoints.of(flow).length(field) > 0) {
        text.write(flow, out);
      }
    };
  }

  /** What stands where an address belongs and is none. */
  JsonValue<Flow> noAddress(TupleField field) {
    JsonValue<Flow> text = FlowValues.text(field);
    return (flow, out) -> {
      if (endpoints.of(flow).length(field) == 0) {
        text.write(flow, out);
      }
    };
  }

  /** The list of both addresses, each once. */
  JsonValue<Flow> addresses() {
    JsonValue<Flow> source = address(SRC_IP);
    JsonValue<Flow> destination = address(DST_IP);
    return (flow, out) -> {
      int before = out.size();
      source.write(flow, out.put('['));
      boolean both = out.size() > before + 1;
      if (!both || !same(flow)) {
        int comma = out.size();
        if (both) {
          out.put(',');
        }
        int second = out.size();
        destination.write(flow, out);
        if (out.size() == second) {
          out.truncate(comma);
        }
      }
      if (out.size() == before + 1) {
        out.truncate(before);
      } else {
        out.put(']');
      }
    };
  }

  /** One of two values by the version of both addresses; nothing where they differ. */
  JsonValue<Flow> byIpVersion(Object four, Object six) {
    byte[] v4 = JsonRow.literal(four);
    byte[] v6 = JsonRow.literal(six);
    return (flow, out) -> {
      int version = endpoints.of(flow).ipVersion();
      if (version != 0) {
        out.put(version == 4 ? v4 : v6);
      }
    };
  }

  /** The Community ID. */
  JsonValue<Flow> communityId() {
    return (flow, out) -> {
      byte[] text = communityId.of(flow, endpoints.of(flow));
      if (text != null) {
        out.put('"').put(text).put('"');
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
