package io.vnetflowroutes.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Flow;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves Community IDs against the vectors of their specification and of other tools. */
class CommunityIdTest {

  private final CommunityId communityId = new CommunityId();
  private final Endpoints endpoints = new Endpoints();

  private String id(String source, String destination, int sport, int dport, int protocol) {
    String tuple =
        "1788249600123,%s,%s,%d,%d,%d,O,B,NX,,,,"
            .formatted(source, destination, sport, dport, protocol);
    Flow flow = FlowLogText.flow(FlowLogText.record(0, tuple));
    byte[] id = communityId.of(flow, endpoints.of(flow));
    return id == null ? null : new String(id, StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/community-id.csv", numLinesToSkip = 1)
  void isWhatTheVectorsSay(
      int protocol, String source, String destination, int sport, int dport, String id) {
    assertThat(id(source, destination, sport, dport, protocol)).isEqualTo(id);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/community-id.csv", numLinesToSkip = 1)
  void bothDirectionsOfAConnectionHaveTheSame(
      int protocol, String source, String destination, int sport, int dport) {
    if (protocol != 1 && protocol != 58) {
      assertThat(id(destination, source, dport, sport, protocol))
          .isEqualTo(id(source, destination, sport, dport, protocol));
    }
  }

  /**
   * Both directions of a ping would have the ids of the wrong pings, which join what is not one.
   */
  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.2, 1",
    "10.0.0.2, 10.0.0.1, 1",
    "2001:db8::1, 2001:db8::2, 58",
  })
  void icmpWithoutATypeHasNone(String source, String destination, int protocol) {
    assertThat(id(source, destination, 0, 0, protocol)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 2001:db8::1, 6",
    "999.0.0.1, 10.0.0.1, 6",
    "10.0.0.1, ....., 6",
    "10.0.0.1, 10.0.0.2, 256",
  })
  void whatIsNoConnectionOfTwoAddressesHasNone(String source, String destination, int protocol) {
    assertThat(id(source, destination, 1, 2, protocol)).isNull();
  }
}
