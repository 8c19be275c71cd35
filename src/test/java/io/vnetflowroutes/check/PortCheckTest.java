package io.vnetflowroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.main.HttpManagementServerConfigurationProperties;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;

/** Proves that the port of health and metrics is looked at before the program needs it. */
final class PortCheckTest {

  private final List<CheckResult> lines = new ArrayList<>();

  private boolean check(int port) {
    HttpManagementServerConfigurationProperties keys =
        new Main().configure().httpManagementServer();
    keys.setHost("127.0.0.1");
    keys.setPort(port);
    return PortCheck.check(keys, new CheckReporter("configuration", lines::add));
  }

  @Test
  void aPortThatIsTakenIsSaid() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(check(taken.getLocalPort())).isFalse();
      assertThat(lines)
          .singleElement()
          .satisfies(line -> assertThat(line.verdict()).isEqualTo(CheckStatus.FAIL))
          .satisfies(line -> assertThat(line.text()).contains("port " + taken.getLocalPort()));
    }
  }

  @Test
  void aPortThatIsNoneIsSaidByItsKey() {
    for (int port : new int[] {-5, 0, 99_999}) {
      lines.clear();
      assertThat(check(port)).isFalse();
      assertThat(lines)
          .singleElement()
          .satisfies(line -> assertThat(line.verdict()).isEqualTo(CheckStatus.FAIL))
          .satisfies(
              line ->
                  assertThat(line.text())
                      .isEqualTo("camel.management.port must be a number from 1 to 65535"));
    }
  }
}
