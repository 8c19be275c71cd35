package io.vnetflowroutes.receiver;

import io.vnetflowroutes.format.Format;
import java.util.Map;

/** The envelope that a type of receiver requires around each flow. */
interface Envelope {

  /** No envelope: the text of a flow's format. */
  Envelope NONE = (flow, options, ofType) -> flow;

  /**
   * The format that writes flows of another format with their envelope.
   *
   * @param ofType the fixed fields of the type
   */
  Format around(Format flow, Options options, Map<String, String> ofType);
}
