package io.vnetflowroutes.endpoints;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * Writes messages to standard output, each as a whole; one counts as accepted once the system has
 * it. Camel's own component writes to a stream that hides errors, such as that of a closed pipe.
 * Routes on several threads write in turns.
 */
public final class StandardOutput extends DefaultComponent {

  /** The scheme of its URIs. */
  public static final String SCHEME = "stdout";

  private final OutputStream out;

  public StandardOutput() {
    this(new FileOutputStream(FileDescriptor.out));
  }

  public StandardOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    return new Output(uri);
  }

  private void write(byte[] body) throws IOException {
    synchronized (out) {
      out.write(body);
      out.flush();
    }
  }

  private final class Output extends DefaultEndpoint {

    Output(String uri) {
      super(uri, StandardOutput.this);
    }

    @Override
    public Producer createProducer() {
      return new DefaultProducer(this) {
        @Override
        public void process(Exchange exchange) throws IOException {
          write(exchange.getMessage().getBody(byte[].class));
        }
      };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
      return new DefaultConsumer(this, processor);
    }
  }
}
