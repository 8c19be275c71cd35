package io.vnetflowroutes.derive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that addresses are read as the JDK reads them, and that nothing else is taken for one. */
class IpAddressTest {

  private static byte[] read(String text) {
    byte[] read = read("", text);
    assertThat(read).as(text).isEqualTo(read(",", text)).isEqualTo(read("1788249600123,", text));
    return read;
  }

  private static byte[] read(String before, String text) {
    byte[] around = (before + text + ",").getBytes(US_ASCII);
    byte[] into = new byte[IpAddress.V6];
    int length = IpAddress.read(around, before.length(), around.length - 1, into);
    return Arrays.copyOf(into, length);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 00000000",
    "255.255.255.255, ffffffff",
    "10.1.0.4, 0a010004",
    "::, 00000000000000000000000000000000",
    "::1, 00000000000000000000000000000001",
    "1::, 00010000000000000000000000000000",
    "2001:DB8::a, 20010db800000000000000000000000a",
    "1:2:3:4:5:6:7:8, 00010002000300040005000600070008",
    "1:2:3:4:5:6:7::, 00010002000300040005000600070000",
    "::2:3:4:5:6:7:8, 00000002000300040005000600070008",
    "::ffff:192.0.2.7, 00000000000000000000ffffc0000207",
    "1:2:3:4:5:6:192.0.2.7, 000100020003000400050006c0000207",
  })
  void anAddressIsItsBytes(String text, String hex) {
    assertThat(read(text)).asHexString().isEqualToIgnoringCase(hex);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "01.2.3.4",
        "1.2.3.04",
        "1..2.3",
        ".1.2.3",
        "1.2.3.",
        "....",
        ":",
        ":::",
        "1:2:3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3",
        "12345::",
        ":1::",
        "1:",
        "::1:",
        "1:2:3:4:5:6:7:8::",
        "::1.2.3",
        "1:2:3:4:5:6:7:1.2.3.4",
        "abcd",
        "1.2.3.4:5",
        "::1:2:3:4:5:6:7:8",
        "1.2.3.a",
        "99999999999.1.1.1",
        "1:2:3:4::5:6:7:8"
      })
  void anythingElseIsNone(String text) {
    assertThat(read(text)).isEmpty();
  }

  /** Lengths, dots and digits at all places, against the plain rule for dotted decimals. */
  @Test
  void dottedTextIsReadByTheRule() {
    Random random = new Random(11);
    String octet = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    Pattern rule = Pattern.compile(octet + "\\." + octet + "\\." + octet + "\\." + octet);
    int addresses = 0;
    for (int i = 0; i < 300_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int part = 0; part < 4; part++) {
        text.append(part == 0 ? "" : ".").append(random.nextInt(1 << (1 + random.nextInt(9))));
      }
      if (i % 3 == 0) {
        text.setCharAt(random.nextInt(text.length()), "0.9:,/\u00e9".charAt(random.nextInt(7)));
      }
      Matcher matcher = rule.matcher(text);
      if (matcher.matches()) {
        addresses++;
        byte[] bytes = new byte[IpAddress.V4];
        for (int part = 0; part < bytes.length; part++) {
          bytes[part] = (byte) Integer.parseInt(matcher.group(part + 1));
        }
        assertThat(read(text.toString())).as(text.toString()).isEqualTo(bytes);
      } else {
        assertThat(read(text.toString())).as(text.toString()).isEmpty();
      }
    }
    assertThat(addresses).isBetween(150_000, 280_000);
  }

  @Test
  void emptyTextIsNone() {
    assertThat(read("")).isEmpty();
  }

  @Test
  void whateverTheJdkWritesIsReadBack() throws UnknownHostException {
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[i % 2 == 0 ? IpAddress.V4 : IpAddress.V6];
      random.nextBytes(bytes);
      for (int j = random.nextInt(bytes.length); j > 0; j--) {
        bytes[random.nextInt(bytes.length)] = 0;
      }
      String text =
          bytes.length == IpAddress.V4
              ? InetAddress.getByAddress(bytes).getHostAddress()
              : Inet6Address.getByAddress(null, bytes, -1).getHostAddress();
      assertThat(read(text)).as(text).isEqualTo(bytes);
      String compressed = text.replaceFirst("(^|:)0(:0)+(:|$)", "::");
      assertThat(read(compressed)).as(compressed).isEqualTo(bytes);
    }
  }
}
