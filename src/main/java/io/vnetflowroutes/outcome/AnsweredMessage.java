package io.vnetflowroutes.outcome;

import io.vnetflowroutes.errors.Causes;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.outcome.SendOutcome.Kind;
import io.vnetflowroutes.receiver.Answer;
import io.vnetflowroutes.receiver.AnswerVerdict;
import io.vnetflowroutes.receiver.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * The answer of a receiver to a message, read as the type of the receiver requires.
 *
 * @param verdict what it says
 * @param headers the headers of the answer
 * @param error Camel's exception for the answer; {@code null} if it was a success
 */
public record AnsweredMessage(AnswerVerdict verdict, Map<String, String> headers, Throwable error) {

  /**
   * Reads the answer to an exchange.
   *
   * @return empty if there is no answer, or its status alone decides
   */
  public static Optional<AnsweredMessage> of(Exchange routed, Protocol protocol, int entries) {
    HttpOperationFailedException refusal =
        Causes.first(routed.getException(), HttpOperationFailedException.class).orElse(null);
    if (refusal != null) {
      return protocol
          .read(new Answer(refusal.getStatusCode(), text(refusal.getResponseBody())), entries)
          .map(verdict -> new AnsweredMessage(verdict, headers(refusal), refusal));
    }
    Answer answer = accepted(routed.getMessage());
    return routed.getException() != null || answer == null
        ? Optional.empty()
        : protocol
            .read(answer, entries)
            .map(verdict -> new AnsweredMessage(verdict, Map.of(), null));
  }

  /** The answer to an exchange, whatever its status; {@code null} if there is none. */
  public static Answer answer(Exchange routed) {
    if (routed.getException() == null) {
      return accepted(routed.getMessage());
    }
    return Causes.first(routed.getException(), HttpOperationFailedException.class)
        .map(refusal -> new Answer(refusal.getStatusCode(), text(refusal.getResponseBody())))
        .orElse(null);
  }

  /** The status of an answer that is a failure to Camel. */
  public static OptionalInt refusal(Exchange routed) {
    return Causes.first(routed.getException(), HttpOperationFailedException.class).stream()
        .mapToInt(HttpOperationFailedException::getStatusCode)
        .findFirst();
  }

  /** The answer that is a success to Camel; {@code null} if there is none. */
  private static Answer accepted(Message message) {
    Integer status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    return status == null ? null : new Answer(status, text(message.getBody(String.class)));
  }

  private static Map<String, String> headers(HttpOperationFailedException refusal) {
    return refusal.getResponseHeaders() == null
        ? Map.of()
        : new TreeMap<>(refusal.getResponseHeaders());
  }

  private static String text(String body) {
    return body == null ? "" : body;
  }

  /** The part of the message that was not accepted. */
  public Delivery rest(Delivery message) {
    List<Integer> left = verdict.left(message.entries());
    return message.entries() == 0 || left.size() == message.entries()
        ? message
        : message.only(left);
  }

  /** The outcome for the message. */
  public Kind kind(Delivery message, Delivery rest) {
    return switch (verdict.whole()) {
      case DELIVERED -> Kind.DELIVERED;
      case LATER -> Kind.LATER;
      case SETUP -> Kind.SETUP;
      case REFUSED -> refused(message, rest);
      case DIVIDE -> rest.divisible() ? Kind.TOO_LARGE : refused(message, rest);
    };
  }

  private static Kind refused(Delivery message, Delivery rest) {
    return rest.flows() == message.flows() ? Kind.REFUSED : Kind.ONLY_THESE;
  }
}
