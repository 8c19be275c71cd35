package io.vnetflowroutes.receive;

import io.vnetflowroutes.errors.Causes;
import io.vnetflowroutes.errors.LoginError;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** Explains an error of Kafka's consumer to a person. */
final class ReceiveProblem {

  private ReceiveProblem() {}

  /** One sentence, without secrets. */
  static String sentence(Throwable error, String topic) {
    return LoginError.sentence(error)
        .or(
            () ->
                Causes.of(error)
                    .flatMap(cause -> Stream.ofNullable(known(cause, topic)))
                    .findFirst())
        .orElseGet(() -> unknown(Causes.root(error)));
  }

  private static String known(Throwable cause, String topic) {
    String sentence = null;
    if (cause instanceof AuthenticationException) {
      sentence = "The brokers refuse the login: " + cause.getMessage();
    } else if (cause instanceof TopicAuthorizationException) {
      sentence = "The topic '%s' may not be read; grant READ and DESCRIBE on it".formatted(topic);
    } else if (cause instanceof GroupAuthorizationException group) {
      sentence = "The group '%s' may not be used; grant READ on it".formatted(group.groupId());
    } else if (cause instanceof FencedInstanceIdException) {
      sentence =
          "Another process has joined the group under the same group.instance.id; give each its own";
    } else if (cause instanceof InconsistentGroupProtocolException) {
      sentence =
          "Other members of the group share partitions in another way; stop them, or use another"
              + " flowlogs.receive.group";
    } else if (cause instanceof InvalidSessionTimeoutException) {
      sentence =
          "The brokers do not allow flowlogs.receive.kafka.session.timeout.ms; it must be between"
              + " their group.min.session.timeout.ms and group.max.session.timeout.ms";
    } else if (cause instanceof InvalidTopicException) {
      sentence = "'%s' cannot be the name of a topic".formatted(topic);
    } else if (cause instanceof ConfigException) {
      sentence = "The options of Kafka's consumer are wrong: " + cause.getMessage();
    }
    return sentence;
  }

  private static String unknown(Throwable cause) {
    return "Kafka's consumer cannot go on: %s (%s)"
        .formatted(cause.getClass().getSimpleName(), cause.getMessage());
  }
}
