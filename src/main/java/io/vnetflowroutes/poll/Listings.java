package io.vnetflowroutes.poll;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Chooses the prefixes to list for a span of hours, because list calls make up most of the cost at
 * Azure (docs/azure-flow-log-format.md#limits-and-cost).
 *
 * <p>It lists a few hours of a day one by one; for more hours it lists the day, whose prefix holds
 * all hours of all interfaces. For a long span it lists only the days that exist, found by year and
 * month.
 */
public final class Listings {

  private static final int MOST_SINGLE_HOURS = 2;
  private static final int MOST_DAYS_UNSEEN = 3;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("'y='uuuu'/m='MM'/d='dd'/'");
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("'y='uuuu'/m='MM'/d='dd'/h='HH'/'").withZone(ZoneOffset.UTC);
  private static final Pattern NUMBER = Pattern.compile(".*/[ymd]=(\\d{1,4})/", Pattern.DOTALL);

  private final String root;
  private final Function<String, List<String>> folders;

  /**
   * @param flowLogPath the flow log's folder, without a slash at its end
   * @param folders lists the folders directly below a prefix
   */
  public Listings(String flowLogPath, Function<String, List<String>> folders) {
    this.root = flowLogPath + '/';
    this.folders = folders;
  }

  /**
   * The listings for all hours from {@code from} to {@code to}, in order.
   *
   * @param byDay hours before this are listed by the day only
   */
  public List<Listing> between(Instant from, Instant to, Instant byDay) {
    List<Listing> listings = new ArrayList<>();
    for (LocalDate day : days(date(from), date(to))) {
      Instant first = later(day.atStartOfDay(ZoneOffset.UTC).toInstant(), from);
      Instant last = earlier(day.atTime(23, 0).toInstant(ZoneOffset.UTC), to);
      if (first.isBefore(byDay) || first.until(last, ChronoUnit.HOURS) >= MOST_SINGLE_HOURS) {
        listings.add(new Listing(root + DAY.format(day), first, last));
      } else {
        for (Instant hour = first; !hour.isAfter(last); hour = hour.plus(1, ChronoUnit.HOURS)) {
          listings.add(single(hour));
        }
      }
    }
    return listings;
  }

  /** The listings for single hours that need not follow each other, in order. */
  List<Listing> of(SortedSet<Instant> hours) {
    List<Listing> listings = new ArrayList<>();
    Map<LocalDate, List<Instant>> days =
        hours.stream()
            .collect(Collectors.groupingBy(Listings::date, TreeMap::new, Collectors.toList()));
    days.forEach(
        (day, ofDay) -> {
          if (ofDay.size() > MOST_SINGLE_HOURS) {
            Instant last = ofDay.get(ofDay.size() - 1);
            listings.add(new Listing(root + DAY.format(day), ofDay.get(0), last));
          } else {
            ofDay.forEach(hour -> listings.add(single(hour)));
          }
        });
    return listings;
  }

  private Listing single(Instant hour) {
    return new Listing(root + HOUR.format(hour), hour, hour);
  }

  private List<LocalDate> days(LocalDate first, LocalDate last) {
    if (first.until(last, ChronoUnit.DAYS) < MOST_DAYS_UNSEEN) {
      return first.isAfter(last) ? List.of() : first.datesUntil(last.plusDays(1)).toList();
    }
    List<LocalDate> days = new ArrayList<>();
    for (String year : folders.apply(root)) {
      if (overlaps(number(year), first.getYear(), last.getYear())) {
        for (String month : folders.apply(year)) {
          int monthsSinceZero = number(year) * 12 + number(month);
          if (overlaps(monthsSinceZero, monthsSinceZero(first), monthsSinceZero(last))) {
            daysOf(year, month, first, last, days);
          }
        }
      }
    }
    return days;
  }

  private void daysOf(
      String year, String month, LocalDate first, LocalDate last, List<LocalDate> days) {
    for (String folder : folders.apply(month)) {
      date(year, month, folder)
          .filter(day -> !day.isBefore(first) && !day.isAfter(last))
          .ifPresent(days::add);
    }
  }

  private static int monthsSinceZero(LocalDate date) {
    return date.getYear() * 12 + date.getMonthValue();
  }

  private static boolean overlaps(int number, int first, int last) {
    return number >= first && number <= last;
  }

  /** The number at a folder's end, or -1 if it is not a folder of a date. */
  private static int number(String folder) {
    Matcher match = NUMBER.matcher(folder);
    return match.matches() ? Integer.parseInt(match.group(1)) : -1;
  }

  private static Optional<LocalDate> date(String year, String month, String day) {
    try {
      return Optional.of(LocalDate.of(number(year), number(month), number(day)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static LocalDate date(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
