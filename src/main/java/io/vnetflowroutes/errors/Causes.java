package io.vnetflowroutes.errors;

import java.util.Optional;
import java.util.stream.Stream;

/** Walks through the causes of an error. */
public final class Causes {

  private Causes() {}

  /** The error itself, its cause, the cause of that, and so on. */
  public static Stream<Throwable> of(Throwable error) {
    return Stream.iterate(
        error,
        cause -> cause != null,
        cause -> cause.getCause() == cause ? null : cause.getCause());
  }

  /** The first error of a type in the chain. */
  public static <T extends Throwable> Optional<T> first(Throwable error, Class<T> type) {
    return of(error).filter(type::isInstance).map(type::cast).findFirst();
  }

  /** Whether the chain holds an error of a type. */
  public static boolean has(Throwable error, Class<? extends Throwable> type) {
    return of(error).anyMatch(type::isInstance);
  }

  /** The last error of the chain. */
  public static Throwable root(Throwable error) {
    return of(error).reduce(error, (before, cause) -> cause);
  }
}
