package io.vnetflowroutes.deadletter;

import io.vnetflowroutes.disk.PrivateFiles;
import io.vnetflowroutes.files.SameName;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.format.Syntax;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.DeliveryKey;
import io.vnetflowroutes.message.DestinationUri;
import io.vnetflowroutes.message.FileNames;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.outcome.SendOutcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;

/**
 * Keeps complete what cannot be read, and what a destination permanently refuses: one JSON line for
 * each record, tuple or message; one file for the unreadable parts of a batch, and one for each
 * message.
 *
 * <p>Any thread may call it.
 */
public final class DeadLetters {

  /** The name that the dead letter has among destinations. */
  public static final String NAME = DeliveryKey.DEAD_LETTER;

  private static final String OWNER_ONLY =
      PrivateFiles.canBeKept() ? "?chmod=600&chmodDirectory=700" : "";

  private final DestinationUri uri;
  private final String folder;
  private final Map<String, String> formats;

  /**
   * @param place a folder, or a Camel URI
   */
  public DeadLetters(String place) {
    this(place, Map.of());
  }

  /** The same with the formats of what destinations refuse, by the destinations' names. */
  public DeadLetters(String place, Map<String, String> formats) {
    this.formats = Map.copyOf(formats);
    this.folder = place.indexOf(':') < 0 ? place : null;
    this.uri = new DestinationUri(folder == null ? place : "file:" + place + OWNER_ONLY);
  }

  /**
   * The endpoint to send to.
   *
   * @param unfinished how the name of a file begins that is being written
   */
  public String uri(String unfinished) {
    return uri.complete(unfinished, SameName.KEEP_BOTH);
  }

  /** Whether they go to a folder, and which one. */
  public Optional<String> folder() {
    return Optional.ofNullable(folder);
  }

  /**
   * Puts the message that holds what of a batch could not be read before the step that sends it.
   */
  public void load(Exchange exchange) {
    Batch batch = exchange.getMessage().getBody(Batch.class);
    exchange.setMessage(message(batch, exchange.getContext()));
  }

  Message message(Batch batch, CamelContext context) {
    DeadLetterJson letter = new DeadLetterJson();
    batch.unreadable().forEach(letter::unreadable);
    Message message = message(letter, context);
    message.setHeader(RouteNames.DELIVERY_KEY, DeliveryKey.ofUnreadable(batch.id()).toString());
    message.setHeader(
        Exchange.FILE_NAME,
        FileNames.in(batch.origin().hour(), batch.id(), Syntax.JSON.extension()));
    return message;
  }

  /**
   * The letters with a message that its destination refused: one, or one for each message that was
   * gathered in it, so that each lies where its own blob is looked for.
   */
  public List<Message> refused(Exchange exchange) {
    SendOutcome outcome = exchange.getVariable(RouteNames.OUTCOME, SendOutcome.class);
    String destination = exchange.getMessage().getHeader(RouteNames.DESTINATION, String.class);
    return outcome.rest().apart().stream()
        .map(refused -> letter(refused, destination, outcome.reason(), exchange.getContext()))
        .toList();
  }

  /** The same as one letter, for route files of release 1.0. */
  public void loadRefused(Exchange exchange) {
    SendOutcome outcome = exchange.getVariable(RouteNames.OUTCOME, SendOutcome.class);
    String destination = exchange.getMessage().getHeader(RouteNames.DESTINATION, String.class);
    exchange.setMessage(
        letter(outcome.rest(), destination, outcome.reason(), exchange.getContext()));
  }

  private Message letter(
      Delivery refused, String destination, String reason, CamelContext context) {
    DeadLetterJson letter = new DeadLetterJson();
    refused.apart().stream()
        .flatMap(message -> message.each().stream())
        .forEach(
            one ->
                letter.refused(
                    destination,
                    formats.getOrDefault(destination, ""),
                    one,
                    one.unwritten() == null ? reason : one.unwritten()));
    Message message = message(letter, context);
    message.setHeader(RouteNames.DELIVERY, refused);
    message.setHeader(
        RouteNames.DELIVERY_KEY, DeliveryKey.ofRefused(refused.key(), destination).toString());
    message.setHeader(
        Exchange.FILE_NAME, FileNames.beside(refused.fileName(), refused.key(), destination));
    return message;
  }

  private Message message(DeadLetterJson letter, CamelContext context) {
    Message message = new DefaultMessage(context);
    message.setHeader(RouteNames.DESTINATION, NAME);
    if (uri.isHttp()) {
      message.setHeader(Exchange.HTTP_METHOD, "POST");
      message.setHeader(Exchange.CONTENT_TYPE, Syntax.JSON.contentType());
    }
    message.setBody(letter.toByteArray());
    return message;
  }
}
