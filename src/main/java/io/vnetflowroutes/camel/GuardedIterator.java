package io.vnetflowroutes.camel;

import io.vnetflowroutes.errors.ThrownError;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The iterator of a split, which Camel calls outside of any step. It turns an error into an
 * exception, and ends, because Camel keeps calling it.
 *
 * <p>One thread iterates.
 */
final class GuardedIterator implements Iterator<Object>, Closeable {

  private final Object whole;
  private final Iterator<?> elements;
  private final Function<Error, ThrownError> thrown;
  private boolean broken;

  private GuardedIterator(Object whole, Iterator<?> elements, Function<Error, ThrownError> thrown) {
    this.whole = whole;
    this.elements = elements;
    this.thrown = thrown;
  }

  /**
   * The same elements, guarded. A body that is no iterator or iterable stays as it is.
   *
   * @param thrown makes an exception of an error
   */
  static Object of(Object whole, Function<Error, ThrownError> thrown) {
    if (whole instanceof Iterator<?> elements) {
      return new GuardedIterator(whole, elements, thrown);
    }
    if (whole instanceof Stream<?> elements) {
      return new GuardedIterator(whole, elements.iterator(), thrown);
    }
    return whole;
  }

  @Override
  public boolean hasNext() {
    try {
      return !broken && elements.hasNext();
    } catch (Error e) {
      broken = true;
      throw thrown.apply(e);
    }
  }

  @Override
  public Object next() {
    try {
      return elements.next();
    } catch (Error e) {
      broken = true;
      throw thrown.apply(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (whole instanceof AutoCloseable open) {
        open.close();
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    } catch (Error e) {
      throw thrown.apply(e);
    }
  }
}
