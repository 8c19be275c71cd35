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

  /** Binds what the endpoints of a source read with. */
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
   * The endpoint that answers with a stream of the bytes to read: Camel's component for Azure, the
   * reader itself for a directory. The blob's name travels as a header, as it is no part of a URI.
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
   * The condition that Azure is to answer under, a {@link BlobRequestConditions}: that the blob is
   * still the listed one. It is typed so that Camel, which looks at the methods of a bean, loads
   * nothing of the SDK where only directories are read.
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
