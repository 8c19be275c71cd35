package io.vnetflowroutes.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vnetflowroutes.poll.SettableClock;
import io.vnetflowroutes.poll.WarningThrottle;
import io.vnetflowroutes.source.AzureProblem;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Proves that a blob's bytes that end early are an error, and one that is said once. */
class WholeStreamTest {

  private static EOFException error(int bytes) {
    WholeStream stream = new WholeStream(new ByteArrayInputStream(new byte[bytes]), 100);
    return catchThrowableOfType(EOFException.class, stream::readAllBytes);
  }

  @Test
  void whereverTheBytesEndItIsTheSameLostConnection() {
    WarningThrottle said = new WarningThrottle(new SettableClock("2026-09-01T08:00:00Z"));
    assertThat(AzureProblem.sentence(error(0)))
        .isEqualTo("Connection failed: it broke off (The blob's bytes ended early)");
    assertThat(said.due("blob", AzureProblem.sentence(error(0)))).isTrue();
    assertThat(said.due("blob", AzureProblem.sentence(error(50)))).isFalse();
    assertThat(said.due("blob", AzureProblem.sentence(error(99)))).isFalse();
  }

  @Test
  void allBytesAreNoError() throws IOException {
    WholeStream stream = new WholeStream(new ByteArrayInputStream(new byte[100]), 100);
    assertThat(stream.readAllBytes()).hasSize(100);
  }
}
