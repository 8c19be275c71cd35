package io.vnetflowroutes.camel;

import com.azure.storage.blob.models.BlobRequestConditions;
import io.vnetflowroutes.poll.DueBlob;
import io.vnetflowroutes.poll.Poll;
import io.vnetflowroutes.source.AzureContainer;
import io.vnetflowroutes.source.Container;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.source.Source;
import org.apache.camel.main.Main;

/** A due blob as the routes see it, with the Camel endpoint that delivers its bytes. */
public final class BlobInHand {

  private final Poll poll;
  private final DueBlob due;

  BlobInHand(Poll poll, DueBlob due) {
    this.poll = poll;
    this.due = due;
  }

  /** Binds the clients with which the endpoints of a source read. */
  static void bind(Main camel, Source source) {
    if (source.container() instanceof AzureContainer azure) {
      camel.bind(client(source.name()), azure.account());
    }
  }

  private static String client(String source) {
    return "client-" + source;
  }

  /** The blob as it was listed. */
  public ListedBlob listed() {
    return due.listed();
  }

  /**
   * The endpoint that answers with a stream of the bytes to read: Camel's component for Azure, or
   * the reader itself for a directory. A header has the blob's name, because a URI must not hold
   * it.
   */
  public String readUri() {
    if (container() instanceof AzureContainer azure) {
      return "azure-storage-blob:"
          + azure.account().getAccountName()
          + '/'
          + azure.name()
          + "?operation=getBlob&serviceClient=#"
          + client(due.listed().source())
          + "&blobOffset="
          + due.readFrom()
          + "&dataCount="
          + due.toRead();
    }
    return "bean:reader?method=open";
  }

  /**
   * The condition of the request, a {@link BlobRequestConditions}: the blob must still be the
   * listed one. The return type is {@code Object} because Camel looks at the methods of a bean: it
   * must not load the SDK if only directories are read.
   */
  public Object condition() {
    return container().remote()
        ? new BlobRequestConditions().setIfMatch(due.listed().etag())
        : null;
  }

  private Container container() {
    return due.flowLog().source().container();
  }

  Poll poll() {
    return poll;
  }

  DueBlob due() {
    return due;
  }
}
