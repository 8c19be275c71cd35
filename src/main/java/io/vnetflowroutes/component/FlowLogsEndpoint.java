package io.vnetflowroutes.component;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** An endpoint for one storage account, which its options describe. */
final class FlowLogsEndpoint extends DefaultEndpoint {

  /** The header with the decision about all flows of a message: {@code allow} or {@code deny}. */
  static final String DECISION = "CamelFlowlogsDecision";

  /** The header with the number of flows in a message. */
  static final String FLOWS = "CamelFlowlogsFlows";

  /** The header with the name of a message, which is the same when it comes again. */
  static final String MESSAGE = "CamelFlowlogsMessage";

  private final EndpointSettings settings;

  FlowLogsEndpoint(String uri, FlowLogsComponent component, EndpointSettings settings) {
    super(uri, component);
    this.settings = settings;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException(
        "vnet-flow-logs reads flow logs; it can only be in 'from'");
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    FlowLogsConsumer consumer = new FlowLogsConsumer(this, processor, settings);
    configureConsumer(consumer);
    return consumer;
  }
}
