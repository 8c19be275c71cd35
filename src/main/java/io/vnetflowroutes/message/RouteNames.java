package io.vnetflowroutes.message;

/**
 * The names that Java and the route files share: headers, exchange variables, beans and routes. A
 * test compares the shipped route files with them.
 */
public final class RouteNames {

  /** The header with the key of a message in the delivery repository; no component sends it. */
  public static final String DELIVERY_KEY = "CamelFlowlogsDeliveryKey";

  /** The header with the message itself, for the spool; no component sends it. */
  public static final String DELIVERY = "CamelFlowlogsDelivery";

  /** The header with the name of the destination; no component sends it. */
  public static final String DESTINATION = "CamelFlowlogsDestination";

  /** The header with the number of flows in a message; no component sends it. */
  public static final String FLOWS = "CamelFlowlogsFlows";

  /** The header with how the answers of a receiver are read; no component sends it. */
  public static final String PROTOCOL = "CamelFlowlogsProtocol";

  /** The variable with the blob in hand. */
  public static final String BLOB = "blob";

  /** The variable with the reading of the blob in hand. */
  public static final String READING = "reading";

  /** The variable with the batch in hand. */
  public static final String BATCH = "batch";

  /** The variable with the outcome of the last attempt. */
  public static final String OUTCOME = "outcome";

  /** The variable with the destination that refused a message. */
  public static final String REFUSED_BY = "refusedBy";

  /** The bean that the route of polls asks. */
  public static final String DUE_BLOBS = "dueBlobs";

  /** The bean that opens, reads and finishes a blob. */
  public static final String READER = "reader";

  /** The bean that decides what the failure of a poll or of a read means. */
  public static final String PROBLEMS = "problems";

  /** The threads that request blobs. */
  public static final String READERS = "readers";

  /** The threads that parse and deliver blobs. */
  public static final String DELIVERERS = "deliverers";

  /** The bean that makes batches of the records of a topic. */
  public static final String RECEIVED = "received";

  /** The bean that plans and commits batches. */
  public static final String CURSOR = "cursor";

  /** The bean that counts. */
  public static final String COUNTERS = "counters";

  /** The bean that names the destinations of a decision. */
  public static final String DESTINATIONS = "destinations";

  /** The repository of what was acknowledged. */
  public static final String DELIVERIES = "deliveries";

  /** The bean that makes dead letters. */
  public static final String DEAD_LETTERS = "deadLetters";

  /** The aggregation that keeps a failure a failure. */
  public static final String EVERY_ACKNOWLEDGEMENT = "everyAcknowledgement";

  /** The bean with the filters that a user's routes may call. */
  public static final String FILTERS = "filters";

  /** The converters of flows for a user's routes. */
  public static final String FLOW_CONVERTERS = "flowConverters";

  /** The route that a record of a topic of batches is sent to. */
  public static final String RECEIVE = "direct:receive";

  /** The route that a batch is sent to. */
  public static final String ROUTE = "direct:route";

  /** How the ids of routes begin that send to a destination. */
  public static final String SEND = "send-";

  private RouteNames() {}

  /** The bean that makes the messages of a destination. */
  public static String destinationBean(String destination) {
    return "destination-" + destination;
  }

  /** The spool of a destination. */
  public static String spoolBean(String destination) {
    return "spool-" + destination;
  }

  /** The bean that makes attempts to send to a destination. */
  public static String attemptsBean(String destination) {
    return "attempts-" + destination;
  }

  /** The route that delivers to a destination. */
  public static String deliver(String destination) {
    return "direct:deliver-" + destination;
  }

  /** The route of one attempt to send to a destination. */
  public static String attempt(String destination) {
    return "direct:attempt-" + destination;
  }

  /** The route that sends to a destination, behind an attempt. */
  public static String send(String destination) {
    return "direct:" + sendId(destination);
  }

  /** The id of that route. */
  public static String sendId(String destination) {
    return SEND + destination;
  }
}
