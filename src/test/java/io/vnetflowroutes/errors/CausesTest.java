package io.vnetflowroutes.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

/** Proves that an error is found wherever it stands in a chain of causes. */
final class CausesTest {

  private final IOException deepest = new FileNotFoundException("deepest");
  private final Throwable chain =
      new IllegalStateException(new UncheckedIOException("middle", new IOException(deepest)));

  @Test
  void theChainBeginsWithTheErrorItselfAndEndsWithItsRoot() {
    assertThat(Causes.of(chain)).hasSize(4).startsWith(chain).endsWith(deepest);
    assertThat(Causes.root(chain)).isSameAs(deepest);
    assertThat(Causes.root(deepest)).isSameAs(deepest);
  }

  @Test
  void theFirstOfATypeIsFound() {
    assertThat(Causes.first(chain, FileNotFoundException.class))
        .hasValue((FileNotFoundException) deepest);
    assertThat(Causes.first(chain, IOException.class)).get().isNotSameAs(deepest);
    assertThat(Causes.has(chain, UncheckedIOException.class)).isTrue();
    assertThat(Causes.has(chain, ArithmeticException.class)).isFalse();
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
