package io.vnetflowroutes.component;

import io.vnetflowroutes.config.Keys;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.config.SettingsReader;
import io.vnetflowroutes.deadletter.DeadLetterJson;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.parse.Batches;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.ReadSettings;
import io.vnetflowroutes.source.BlobName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;

/**
 * The step of the Kamelet {@code azure-vnet-flow-logs-split-action}: replaces the bytes of a blob
 * by its flows, a line each. It remembers nothing, so whoever reads the blob answers for reading it
 * whole and once.
 *
 * <p>Any thread may call it, once the format is set.
 */
public final class BlobSplit {

  /**
   * The property of the exchange with what could not be read, in the form of dead letters. It is no
   * header, as producers send headers on.
   */
  static final String UNREADABLE = "CamelFlowlogsUnreadable";

  /** The headers that may name the blob: of Camel's component, and of its file component. */
  private static final List<String> NAMES =
      List.of("CamelAzureStorageBlobBlobName", Exchange.FILE_NAME);

  private static final Settings LIMITS =
      new SettingsReader(new Keys(List.of(ProgramKeys.all()))).settings();

  private String source = "azure";
  private Supplier<FlowLines> lines = FlowLines.in(Formats.DEFAULT);

  /**
   * Sets the format of a flow.
   *
   * @throws IllegalArgumentException if there is no such format
   */
  public void setFormat(String format) {
    Supplier<FlowLines> named = FlowLines.in(format);
    if (Formats.isWholeFile(format)) {
      throw new IllegalArgumentException(
          "format is %s, but must be a format with one flow per line".formatted(format));
    }
    lines = named;
  }

  /** Sets the name of the source, which formats write. */
  public void setSource(String source) {
    this.source = source;
  }

  /**
   * Puts the flows of the blob in the body into its place.
   *
   * @throws IllegalArgumentException if no header names the blob
   * @throws IOException if the body cannot be read
   */
  public void split(Exchange exchange) throws IOException {
    Message message = exchange.getMessage();
    String blob = blob(message);
    Origin origin = new Origin(source, blob, BlobName.parse(blob).orElseThrow().hour());
    FlowLines text = lines.get();
    DeadLetterJson letters = new DeadLetterJson();
    int flows = 0;
    try (InputStream in = message.getMandatoryBody(InputStream.class)) {
      Batches batches =
          new Batches(origin, in, ReadSettings.limits(LIMITS), ReadSettings.json(LIMITS))
              .over(true);
      while (batches.hasNext()) {
        Batch batch = batches.next();
        text.add(batch.parts());
        batch.unreadable().forEach(letters::unreadable);
        flows += batch.flows();
      }
    } catch (InvalidPayloadException e) {
      throw new IllegalArgumentException("The body is no blob: it cannot be read as bytes", e);
    }
    message.setBody(text.toStream());
    message.setHeader(FlowLogsEndpoint.FLOWS, flows);
    message.setHeader(Exchange.CONTENT_TYPE, text.syntax().contentType());
    byte[] unreadable = letters.toByteArray();
    if (unreadable.length > 0) {
      exchange.setProperty(UNREADABLE, new String(unreadable, StandardCharsets.UTF_8));
    } else {
      exchange.removeProperty(UNREADABLE);
    }
  }

  /** The name of the blob: ids of flows are made of it, so they are those that a source gives. */
  private static String blob(Message message) {
    for (String header : NAMES) {
      String name = message.getHeader(header, "", String.class);
      if (BlobName.parse(name).isPresent()) {
        return name;
      }
    }
    throw new IllegalArgumentException(
        "None of the headers %s names a blob of a flow log, such as flowLogResourceID=/.../PT1H.json; the ids of flows are made of that name"
            .formatted(NAMES));
  }
}
