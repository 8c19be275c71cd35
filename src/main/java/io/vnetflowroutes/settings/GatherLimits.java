package io.vnetflowroutes.settings;

import io.vnetflowroutes.config.Kind;
import io.vnetflowroutes.config.Values;
import java.time.Duration;
import java.util.Optional;

/**
 * The limits of gathering.
 *
 * @param size the greatest size of a file or body in bytes, approximately
 * @param age the longest wait of a flow
 */
public record GatherLimits(long size, Duration age) {

  /** A size and an age. */
  static final Kind<GatherLimits> KIND =
      Kind.of("a size and a duration above zero, such as 128MB, 15m", GatherLimits::of);

  private static Optional<GatherLimits> of(String text) {
    String[] both = text.trim().split("\\s*,\\s*", -1);
    if (both.length != 2) {
      return Optional.empty();
    }
    return Values.size(both[0])
        .flatMap(
            size ->
                Values.duration(both[1])
                    .filter(age -> !age.isZero())
                    .map(age -> new GatherLimits(size, age)));
  }
}
