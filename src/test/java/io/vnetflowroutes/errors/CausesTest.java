package io.vnetflowroutes.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

/** Proves that an error is found wherever it stands in a chain of causes. */
final class CausesTest {

  private static final IOException DEEPEST = new FileNotFoundException("deepest");
  private static final Throwable CHAIN =
      new IllegalStateException(new UncheckedIOException("middle", new IOException(DEEPEST)));

  @Test
  void theChainBeginsWithTheErrorItselfAndEndsWithItsRoot() {
    assertThat(Causes.of(CHAIN)).hasSize(4).startsWith(CHAIN).endsWith(DEEPEST);
    assertThat(Causes.root(CHAIN)).isSameAs(DEEPEST);
    assertThat(Causes.root(DEEPEST)).isSameAs(DEEPEST);
  }

  @Test
  void theFirstOfATypeIsFound() {
    assertThat(Causes.first(CHAIN, FileNotFoundException.class))
        .hasValue((FileNotFoundException) DEEPEST);
    assertThat(Causes.first(CHAIN, IOException.class)).get().isNotSameAs(DEEPEST);
    assertThat(Causes.has(CHAIN, UncheckedIOException.class)).isTrue();
    assertThat(Causes.has(CHAIN, ArithmeticException.class)).isFalse();
  }

  @Test
  void anErrorThatIsItsOwnCauseEndsTheChain() {
    Exception own =
        new Exception("own") {
          private static final long serialVersionUID = 1L;

          @Override
          public synchronized Throwable getCause() {
            return this;
          }
        };
    assertThat(Causes.of(own)).containsExactly(own);
  }
}
