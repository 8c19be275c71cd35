package io.vnetflowroutes.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.dataformat.JsonLibrary;

/**
 * The route that a Camel user writes first: poll files, split them with JSONPath to a message for
 * each tuple, marshal it, and send it on.
 */
final class PlainCamelRoute {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final String destination;

  /**
   * @param folder holds the blobs, which are left where they are
   * @param destination the Camel URI that each flow is sent to
   */
  PlainCamelRoute(Path folder, String destination) {
    this.folder = folder;
    this.destination = destination;
  }

  /** Forwards so many blobs, and returns how long that took after Camel had started. */
  Duration run(int blobs) throws Exception {
    CountDownLatch left = new CountDownLatch(blobs);
    CamelContext context = new DefaultCamelContext();
    try {
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("file:" + folder + "?recursive=true&noop=true&initialDelay=0&delay=100")
                  .split()
                  .jsonpath("$.records[*]")
                  .setProperty("record", body())
                  .split()
                  .jsonpath("$.flowRecords.flows[*]")
                  .setProperty("list", body())
                  .split()
                  .jsonpath("$.flowGroups[*]")
                  .setProperty("group", body())
                  .split()
                  .jsonpath("$.flowTuples[*]")
                  .process(PlainCamelRoute::flow)
                  .marshal()
                  .json(JsonLibrary.Jackson)
                  .process(PlainCamelRoute::endLine)
                  .to(destination)
                  .end()
                  .end()
                  .end()
                  .end()
                  .process(exchange -> left.countDown());
            }
          });
      context.start();
      long start = System.nanoTime();
      if (!left.await(10, TimeUnit.MINUTES)) {
        throw new IllegalStateException("The plain route does not end");
      }
      return Duration.ofNanos(System.nanoTime() - start);
    } finally {
      context.stop();
    }
  }

  /** A URI that appends each flow to a file, as a line. */
  static String appendingTo(Path folder) {
    return "file:" + folder + "?fileName=flows.ndjson&fileExist=Append";
  }

  private static void endLine(Exchange exchange) {
    byte[] json = exchange.getMessage().getBody(byte[].class);
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    exchange.getMessage().setBody(line);
  }

  private static void flow(Exchange exchange) {
    String[] values = exchange.getMessage().getBody(String.class).split(",", -1);
    Map<String, Object> flow = new LinkedHashMap<>();
    for (int i = 0; i < JacksonTree.FIELDS.size(); i++) {
      boolean text = i == 1 || i == 2 || (i >= 6 && i <= 8);
      Object number = values[i].isEmpty() || text ? null : Long.valueOf(values[i]);
      flow.put(JacksonTree.FIELDS.get(i), text ? values[i] : number);
    }
    Map<?, ?> record = map(exchange, "record");
    flow.put("decision", values[7].equals("D") ? "deny" : "allow");
    flow.put("record_time", record.get("time"));
    flow.put("rule", map(exchange, "group").get("rule"));
    flow.put("acl_id", map(exchange, "list").get("aclID"));
    flow.put("mac_address", record.get("macAddress"));
    flow.put("flow_log_id", record.get("flowLogResourceID"));
    flow.put("target_id", record.get("targetResourceID"));
    exchange.getMessage().setBody(flow);
  }

  private static Map<?, ?> map(Exchange exchange, String property) {
    return JSON.convertValue(exchange.getProperty(property), Map.class);
  }
}
