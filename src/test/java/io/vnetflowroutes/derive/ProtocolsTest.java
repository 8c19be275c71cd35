package io.vnetflowroutes.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves that protocols have the names of IANA's registry. */
class ProtocolsTest {

  @ParameterizedTest
  @CsvSource({
    "0, HOPOPT",
    "1, ICMP",
    "2, IGMP",
    "6, TCP",
    "17, UDP",
    "47, GRE",
    "50, ESP",
    "51, AH",
    "58, IPv6-ICMP",
    "89, OSPFIGP",
    "132, SCTP",
    "138, manet",
    "139, HIP",
    "140, Shim6",
    "141, WESP",
    "142, ROHC",
    "143, Ethernet",
    "144, AGGFRAG",
    "145, NSH",
    "-1,",
    "200,",
    "252,",
    "256,",
    "999999999,",
    "-2147483648,",
  })
  void theRegistrysSpellingOrNothing(int number, String name) {
    assertThat(Protocols.name(number)).isEqualTo(name);
  }

  @Test
  void noNameIsEmptyOrPadded() {
    assertThat(IntStream.range(0, 256).mapToObj(Protocols::name))
        .allMatch(name -> name == null || (!name.isBlank() && name.equals(name.trim())));
  }
}
