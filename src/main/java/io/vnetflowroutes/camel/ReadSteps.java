package io.vnetflowroutes.camel;

import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.poll.DueBlobs;
import io.vnetflowroutes.read.BlobReader;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.azure.storage.blob.BlobConstants;

/** The steps of the read route, under the name {@code reader}. Any thread may call any method. */
public final class ReadSteps {

  private final BlobReader reader;
  private final DueBlobs dueBlobs;

  ReadSteps(BlobReader reader, DueBlobs dueBlobs) {
    this.reader = reader;
    this.dueBlobs = dueBlobs;
  }

  /**
   * Sets the headers from which the Azure component takes the blob's name and the condition of the
   * read. It removes the body, which the component would take for a file to write the blob to.
   */
  public void request(Exchange exchange) {
    BlobInHand blob = blob(exchange);
    Message message = exchange.getMessage();
    message.setHeader(BlobConstants.BLOB_NAME, blob.listed().name());
    message.setHeader(BlobConstants.BLOB_REQUEST_CONDITION, blob.condition());
    message.setBody(null);
  }

  /** Opens a blob of a directory; Azure's component opens those of Azure. */
  public InputStream open(Exchange exchange) throws IOException {
    return blob(exchange).due().open();
  }

  private static BlobInHand blob(Exchange exchange) {
    return exchange.getVariable(RouteNames.BLOB, BlobInHand.class);
  }

  /**
   * Begins to read.
   *
   * @param body the blob's bytes from the endpoint {@link BlobInHand#readUri}
   */
  public SplitReading read(BlobInHand blob, InputStream body) throws IOException {
    return new SplitReading(reader.read(blob.due(), body), dueBlobs::stopping);
  }

  /** Notes that the batch in hand is delivered. */
  public void delivered(SplitReading reading) {
    reading.delivered();
  }

  /**
   * Ends a reading after all its batches were delivered, or a comparison; not one that was stopped.
   */
  public void finish(BlobInHand blob, SplitReading reading) {
    if (reading.ended()) {
      reader.finish(blob.poll(), blob.due(), reading.reading());
    }
  }
}
