package io.vnetflowroutes.camel;

import static io.vnetflowroutes.settings.DestinationKeys.BODY_LIMIT;
import static io.vnetflowroutes.settings.DestinationKeys.GATHER;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.GatherLimits;
import io.vnetflowroutes.settings.ProgramKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Warnings about settings of gathering that do not do what they seem to say. */
final class GatherWarnings {

  private static final long LEAST_SIZE = 64 << 10;
  private static final Duration LEAST_AGE = Duration.ofSeconds(5);
  private static final Duration MOST_AGE = Duration.ofDays(1);

  private GatherWarnings() {}

  /**
   * The warnings, one sentence each.
   *
   * @param given whether the user set a key
   */
  static List<String> of(Settings settings, Predicate<String> given) {
    List<String> warnings = new ArrayList<>();
    for (Settings.Group<DestinationKeys> group : settings.groups(DestinationKeys.GROUP)) {
      group.get(GATHER).ifPresent(limits -> of(settings, group, limits, given, warnings));
    }
    return warnings;
  }

  private static void of(
      Settings settings,
      Settings.Group<DestinationKeys> group,
      GatherLimits limits,
      Predicate<String> given,
      List<String> warnings) {
    String key = group.key(GATHER);
    String value = group.text(GATHER);
    if (given.test(group.key(BODY_LIMIT))) {
      warnings.add(
          "%s has no effect beside %s, whose size is that of files, objects and bodies"
              .formatted(group.key(BODY_LIMIT), key));
    }
    if (limits.size() < LEAST_SIZE || limits.age().compareTo(LEAST_AGE) < 0) {
      warnings.add(
          "%s is %s, which gathers hardly more than single messages; from 64KB and 5s on it gathers"
              .formatted(key, value));
    }
    long spool = settings.get(ProgramKeys.SPOOL_LIMIT);
    if (spool > 0 && limits.size() > spool) {
      warnings.add(
          "%s is %s, but %s lets no more than %s wait, so nothing becomes as large"
              .formatted(
                  key, value, ProgramKeys.SPOOL_LIMIT, settings.text(ProgramKeys.SPOOL_LIMIT)));
    }
    if (limits.age().compareTo(MOST_AGE) > 0) {
      warnings.add(
          "%s is %s, so flows may arrive more than a day late, which status and alerts take for a destination that is down"
              .formatted(key, value));
    }
  }
}
