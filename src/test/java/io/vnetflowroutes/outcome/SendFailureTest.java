package io.vnetflowroutes.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.outcome.SendOutcome.Kind;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLSyntaxErrorException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Proves what follows from each answer and error of a destination. */
class SendFailureTest {

  private static final Instant NOW = Instant.parse("2026-09-01T08:00:00Z");

  private static HttpOperationFailedException answer(int status, Map<String, String> headers) {
    return new HttpOperationFailedException("http://h/", status, "", null, headers, null);
  }

  @ParameterizedTest
  @CsvSource({
    "301, SETUP", "307, SETUP", "400, REFUSED", "401, SETUP", "403, SETUP", "404, SETUP",
    "405, SETUP", "407, SETUP", "408, LATER", "411, SETUP", "413, TOO_LARGE", "415, SETUP",
    "422, REFUSED", "425, LATER", "429, LATER", "500, LATER", "501, LATER", "503, LATER",
    "504, LATER"
  })
  void anAnswerMeans(int status, Kind kind) {
    assertThat(SendFailure.of(answer(status, Map.of()), NOW))
        .isEqualTo(new SendFailure(kind, null));
    assertThat(SendFailure.of(new IllegalStateException(answer(status, null)), NOW).kind())
        .isEqualTo(kind);
  }

  @Test
  void aServerIsLeftAloneAsLongAsItAsksFor() {
    SendFailure failure = SendFailure.of(answer(503, Map.of("Retry-After", "7")), NOW);
    assertThat(failure).isEqualTo(new SendFailure(Kind.LATER, Duration.ofSeconds(7)));
  }

  private static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of(new ConnectException("refused"), Kind.LATER),
        Arguments.of(new SocketTimeoutException(), Kind.LATER),
        Arguments.of(new UnknownHostException("h"), Kind.LATER),
        Arguments.of(new IOException("broke off"), Kind.LATER),
        Arguments.of(new NullPointerException(), Kind.LATER),
        Arguments.of(new OutOfMemoryError(), Kind.LATER),
        Arguments.of(new SSLHandshakeException("terminated"), Kind.LATER),
        Arguments.of(
            new SSLHandshakeException("PKIX").initCause(new CertificateException()), Kind.SETUP),
        Arguments.of(new TimeoutException("Expiring 3 record(s)"), Kind.LATER),
        Arguments.of(
            new TimeoutException("not present", new UnknownTopicOrPartitionException()),
            Kind.SETUP),
        Arguments.of(new NotEnoughReplicasException(), Kind.LATER),
        Arguments.of(new KafkaException("part of a batch"), Kind.LATER),
        Arguments.of(new RecordTooLargeException(), Kind.REFUSED),
        Arguments.of(new SerializationException(), Kind.REFUSED),
        Arguments.of(new InvalidRecordException("Timestamp is too old"), Kind.REFUSED),
        Arguments.of(
            new InvalidRecordException("Compacted topic cannot accept message without key in p"),
            Kind.SETUP),
        Arguments.of(new UserError("set format to flat"), Kind.SETUP),
        Arguments.of(new SQLException("Connection refused", "08001"), Kind.LATER),
        Arguments.of(new SQLException("too many connections", "53300"), Kind.LATER),
        Arguments.of(new SQLException("no driver"), Kind.LATER),
        Arguments.of(new SQLException("of the driver", ""), Kind.LATER),
        Arguments.of(new SQLException("out of range", "22003"), Kind.TOO_LARGE),
        Arguments.of(new SQLException("not null", "23502"), Kind.TOO_LARGE),
        Arguments.of(new SQLDataException(), Kind.TOO_LARGE),
        Arguments.of(new SQLIntegrityConstraintViolationException(), Kind.TOO_LARGE),
        Arguments.of(new SQLException("no such table", "42P01"), Kind.SETUP),
        Arguments.of(new SQLException("no such database", "3D000"), Kind.SETUP),
        Arguments.of(new SQLException("wrong password", "28P01"), Kind.SETUP),
        Arguments.of(new SQLSyntaxErrorException(), Kind.SETUP),
        Arguments.of(new SQLInvalidAuthorizationSpecException(), Kind.SETUP),
        Arguments.of(new JMSException("broken off"), Kind.LATER),
        Arguments.of(new JMSSecurityException("of a client") {}, Kind.SETUP),
        Arguments.of(new InvalidDestinationException("no such queue"), Kind.SETUP),
        Arguments.of(new SaslAuthenticationException("Invalid username"), Kind.SETUP),
        Arguments.of(new TopicAuthorizationException(Set.of("flows")), Kind.SETUP));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void anErrorMeans(Throwable error, Kind kind) {
    assertThat(SendFailure.of(error, NOW).kind()).isEqualTo(kind);
    assertThat(SendFailure.of(new CamelExecutionException("", null, error), NOW).kind())
        .isEqualTo(kind);
  }
}
