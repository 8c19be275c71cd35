package io.vnetflowroutes.receiver;

import io.vnetflowroutes.format.Format;
import java.util.Map;

/** What a type of receiver wants around each flow. */
interface Envelope {

  /** A flow is sent as its format writes it. */
  Envelope NONE = (flow, options, ofType) -> flow;

  /**
   * The format that writes flows of another format with their envelope.
   *
   * @param ofType fixed fields as the type has them
   */
  Format around(Format flow, Options options, Map<String, String> ofType);
}
