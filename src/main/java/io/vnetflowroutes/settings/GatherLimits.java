package io.vnetflowroutes.settings;

import io.vnetflowroutes.config.Kind;
import io.vnetflowroutes.config.Values;
import java.time.Duration;
import java.util.Optional;

/**
 * Until when a destination gathers.
 *
 * @param size how many bytes a file or body has at most, about
 * @param age how long anything waits at most
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
