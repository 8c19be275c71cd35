package io.vnetflowroutes.deliver;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Unreadable;
import io.vnetflowroutes.flow.Utf8;
import io.vnetflowroutes.format.ByteOutput;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;

/**
 * Where unreadable records and tuples are kept whole: one JSON line each, one file for those of a
 * batch.
 */
public final class DeadLetters {

  /** The name that the dead letter has among destinations. */
  public static final String NAME = "dead-letter";

  private final DestinationUri uri;

  /**
   * @param place a folder, or a Camel URI
   */
  public DeadLetters(String place) {
    this.uri = new DestinationUri(place.indexOf(':') < 0 ? "file:" + place : place);
  }

  /** The endpoint to send to. */
  public String uri() {
    return uri.complete();
  }

  /**
   * Puts the message that holds what of a batch could not be read before the step that sends it.
   */
  public void load(Exchange exchange) {
    Batch batch = exchange.getMessage().getBody(Batch.class);
    exchange.setMessage(message(batch, exchange.getContext()));
  }

  Message message(Batch batch, CamelContext context) {
    ByteOutput out = new ByteOutput(4096);
    for (Unreadable unreadable : batch.unreadable()) {
      write(unreadable, out);
    }
    Message message = new DefaultMessage(context);
    message.setHeader(Destination.DELIVERY_KEY, batch.id() + "-unreadable|" + NAME);
    message.setHeader(
        Exchange.FILE_NAME,
        FileNames.in(batch.origin().hour(), batch.id(), Framing.LINES.extension()));
    if (uri.isHttp()) {
      message.setHeader(Exchange.HTTP_METHOD, "POST");
      message.setHeader(Exchange.CONTENT_TYPE, Framing.LINES.contentType());
    }
    message.setBody(out.toByteArray());
    return message;
  }

  private static void write(Unreadable unreadable, ByteOutput out) {
    out.put(utf8("{\"reason\":")).putJsonString(unreadable.reason());
    out.put(utf8(",\"kind\":")).putJsonString(unreadable.kind());
    out.put(utf8(",\"source\":")).putJsonString(unreadable.origin().source());
    out.put(utf8(",\"blob\":")).putJsonString(unreadable.origin().blob());
    out.put(utf8(",\"offset\":")).putDecimal(unreadable.offset());
    if (unreadable.ordinal() >= 0) {
      out.put(utf8(",\"ordinal\":")).putDecimal(unreadable.ordinal());
    }
    byte[] text = unreadable.text();
    if (Utf8.is(text, 0, text.length)) {
      out.put(utf8(",\"text\":\"")).putJsonEscaped(text, 0, text.length);
    } else {
      out.put(utf8(",\"text_base64\":\"")).put(Base64.getEncoder().encode(text));
    }
    out.put(utf8("\"}\n"));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
