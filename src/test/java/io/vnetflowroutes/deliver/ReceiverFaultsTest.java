package io.vnetflowroutes.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.outcome.SendOutcome;
import io.vnetflowroutes.outcome.SendOutcome.Kind;
import io.vnetflowroutes.outcome.UnconfirmedException;
import io.vnetflowroutes.receiver.AccessTokens;
import io.vnetflowroutes.receiver.NoTokenException;
import io.vnetflowroutes.receiver.Receiver;
import io.vnetflowroutes.receiver.Receiver.Carrier;
import io.vnetflowroutes.receiver.Receivers;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Proves for each fault of each type what it means, and that all flows are delivered once the fault
 * is over. A receiver may have taken the request although its answer never came.
 */
class ReceiverFaultsTest {

  /** What goes wrong with the first request. */
  private enum Fault {
    BUSY(Kind.LATER),
    TOO_LARGE(Kind.TOO_LARGE),
    RESET(Kind.LATER),
    RESET_IN_THE_ANSWER(Kind.LATER),
    HUNG(Kind.LATER),
    TOKEN_NOT_TO_BE_HAD(Kind.LATER),
    TOKEN_REFUSED(Kind.SETUP),
    WRONG_CREDENTIAL(Kind.SETUP);

    private final Kind means;

    Fault(Kind means) {
      this.means = means;
    }

    /** Whether this can happen to a type. */
    boolean concerns(Receiver type) {
      boolean tokens = asksForTokens(type);
      return switch (this) {
        case RESET, RESET_IN_THE_ANSWER, HUNG -> true;
        case BUSY -> type.carrier() == Carrier.HTTP || type.carrier() == Carrier.KAFKA;
        case TOO_LARGE -> type.carrier() == Carrier.HTTP;
        case TOKEN_NOT_TO_BE_HAD, TOKEN_REFUSED -> tokens;
        case WRONG_CREDENTIAL -> type.carrier() != Carrier.STANDARD_OUTPUT;
      };
    }

    /** What the component throws. */
    Exception thrown(Carrier by) {
      return switch (this) {
        case BUSY -> by == Carrier.HTTP ? status(503) : new NotLeaderOrFollowerException("busy");
        case TOO_LARGE -> status(413);
        case WRONG_CREDENTIAL -> refused(by);
        default -> broken(by);
      };
    }

    private static Exception refused(Carrier by) {
      return switch (by) {
        case HTTP -> status(401);
        case KAFKA -> new SaslAuthenticationException("wrong connection string");
        default -> {
          SSLHandshakeException untrusted = new SSLHandshakeException("PKIX path building failed");
          untrusted.initCause(new CertificateException("no authority is known"));
          yield untrusted;
        }
      };
    }

    private static Exception broken(Carrier by) {
      return switch (by) {
        case HTTP -> new SocketException("Connection reset");
        case KAFKA -> new DisconnectException("the node disconnected");
        case TCP -> new UnconfirmedException("the connection broke before it confirmed", null);
        case STANDARD_OUTPUT -> new IOException("Broken pipe");
      };
    }

    private static Exception status(int status) {
      Map<String, String> headers = new TreeMap<>(Map.of("Retry-After", "7"));
      return new HttpOperationFailedException("http://service", status, "", null, headers, "");
    }
  }

  /** Takes all but what the fault keeps from it. */
  private static final class Service {

    private final Receiver type;
    private final Fault fault;
    private final List<String> stored = new ArrayList<>();
    private final CountDownLatch mended = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();

    Service(Receiver type, Fault fault) {
      this.type = type;
      this.fault = fault;
    }

    void answer(Exchange exchange) throws Exception {
      boolean first = requests.incrementAndGet() == 1 && !fault.name().startsWith("TOKEN_");
      if (first && fault == Fault.HUNG) {
        mended.await();
      } else if (first && fault != Fault.RESET_IN_THE_ANSWER) {
        throw fault.thrown(type.carrier());
      }
      List<String> ids = Fates.idsIn(Fates.text(exchange));
      stored.addAll(ids);
      if (first && fault == Fault.RESET_IN_THE_ANSWER) {
        throw fault.thrown(type.carrier());
      }
      if (type.carrier() == Carrier.KAFKA) {
        for (Object record : exchange.getMessage().getBody(List.class)) {
          ((Message) record).setHeader(KafkaConstants.KAFKA_RECORD_META, List.of());
        }
      } else {
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        exchange.getMessage().setBody(taken(ids.size()).getBytes(StandardCharsets.UTF_8));
      }
    }

    private String taken(int flows) {
      return switch (type.name()) {
        case "elasticsearch", "opensearch" ->
            "{\"items\":[%s]}"
                .formatted(",{\"create\":{\"status\":201}}".repeat(flows).substring(1));
        case "splunk-hec" -> "{\"code\":0}";
        default -> "";
      };
    }
  }

  private static boolean asksForTokens(Receiver type) {
    return type.needs().contains("credentials") || type.needs().contains("credentials-file");
  }

  private static Stream<Arguments> faults() {
    return Receivers.all().stream()
        .flatMap(
            type ->
                Stream.of(Fault.values())
                    .filter(fault -> fault.concerns(type))
                    .map(fault -> Arguments.of(type.name(), fault)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("faults")
  void aFaultMeansThisAndAllIsDeliveredOnceItIsOver(String name, Fault fault) throws Exception {
    Receiver type = Receivers.named(name).orElseThrow();
    Service service = new Service(type, fault);
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger renewed = new AtomicInteger();
    Supplier<String> tokens =
        () -> {
          if (asked.incrementAndGet() == 1 && fault.name().startsWith("TOKEN_")) {
            throw new NoTokenException("no token", fault == Fault.TOKEN_REFUSED, null);
          }
          return "token";
        };
    try (Fates fates = new Fates(service::answer)) {
      Fates.Round round =
          fates.round(
              Fates.destination(
                  type,
                  Map.of(),
                  asksForTokens(type) ? new AccessTokens(tokens, renewed::incrementAndGet) : null),
              fault == Fault.HUNG ? Duration.ofMillis(300) : Duration.ofMinutes(1));
      SendOutcome outcome = round.step();
      assertThat(outcome.kind()).isEqualTo(fault.means);
      assertThat(outcome.reason()).isNotBlank();
      if (fault == Fault.BUSY && type.carrier() == Carrier.HTTP) {
        assertThat(outcome.pause()).isEqualTo(Duration.ofSeconds(7));
      }
      boolean another = fault == Fault.WRONG_CREDENTIAL && asksForTokens(type);
      assertThat(renewed.get() > 0).as("it asks for another token").isEqualTo(another);
      service.mended.countDown();
      round.run();
      List<String> all = Fates.flows().flows().stream().map(Flow::id).toList();
      assertThat(round.delivered()).containsExactlyInAnyOrderElementsOf(all);
      assertThat(round.dead()).isEmpty();
      assertThat(service.stored).containsAll(all);
      boolean twice = fault == Fault.RESET_IN_THE_ANSWER;
      assertThat(service.stored).hasSize(twice ? 2 * all.size() : all.size());
    }
  }
}
