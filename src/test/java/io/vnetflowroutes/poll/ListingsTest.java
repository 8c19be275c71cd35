package io.vnetflowroutes.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves which prefixes a span of hours is listed by, for listing is what costs money. */
class ListingsTest {

  private static final String ROOT = "flowLogResourceID=/S_G/N_L";

  private final List<String> asked = new ArrayList<>();
  private final Set<String> existing = new TreeSet<>();

  private List<String> folders(String prefix) {
    asked.add(prefix.substring(ROOT.length() + 1));
    return existing.stream()
        .filter(folder -> folder.startsWith(prefix) && folder.length() > prefix.length())
        .map(folder -> folder.substring(0, folder.indexOf('/', prefix.length()) + 1))
        .distinct()
        .toList();
  }

  private List<Listing> between(String from, String to, String byDay) {
    return new Listings(ROOT, this::folders)
        .between(Instant.parse(from), Instant.parse(to), Instant.parse(byDay));
  }

  private List<Listing> between(String from, String to) {
    return between(from, to, from);
  }

  private void exists(String... days) {
    Stream.of(days).map(day -> ROOT + '/' + day + '/').forEach(existing::add);
  }

  private static List<String> prefixes(List<Listing> listings) {
    return listings.stream().map(l -> l.prefix().substring(ROOT.length() + 1)).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-09-01T08:00:00Z, y=2026/m=09/d=01/h=08/",
    "2026-01-31T23:00:00Z, y=2026/m=01/d=31/h=23/",
    "2024-02-29T00:00:00Z, y=2024/m=02/d=29/h=00/",
    "2026-12-31T23:00:00Z, y=2026/m=12/d=31/h=23/",
  })
  void anHourlyPollListsOneHour(String hour, String prefix) {
    assertThat(prefixes(between(hour, hour))).containsExactly(prefix);
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-09-01T08:00:00Z, 2026-09-01T09:00:00Z, y=2026/m=09/d=01/h=08/, y=2026/m=09/d=01/h=09/",
    "2026-08-31T23:00:00Z, 2026-09-01T00:00:00Z, y=2026/m=08/d=31/h=23/, y=2026/m=09/d=01/h=00/",
    "2025-12-31T23:00:00Z, 2026-01-01T00:00:00Z, y=2025/m=12/d=31/h=23/, y=2026/m=01/d=01/h=00/",
    "2024-02-29T23:00:00Z, 2024-03-01T00:00:00Z, y=2024/m=02/d=29/h=23/, y=2024/m=03/d=01/h=00/",
  })
  void twoHotHoursAreListedOneByOneOverEveryBoundary(String from, String to, String a, String b) {
    assertThat(prefixes(between(from, to))).containsExactly(a, b);
    assertThat(asked).isEmpty();
  }

  @Test
  void twentyFourHoursBackAreTwoDays() {
    List<Listing> listings = between("2026-08-31T10:00:00Z", "2026-09-01T09:00:00Z");
    assertThat(prefixes(listings)).containsExactly("y=2026/m=08/d=31/", "y=2026/m=09/d=01/");
    assertThat(asked).isEmpty();
    assertThat(listings.get(0).counts(Instant.parse("2026-08-31T09:00:00Z"))).isFalse();
    assertThat(listings.get(0).counts(Instant.parse("2026-08-31T10:00:00Z"))).isTrue();
    assertThat(listings.get(0).counts(Instant.parse("2026-08-31T23:00:00Z"))).isTrue();
    assertThat(listings.get(1).counts(Instant.parse("2026-09-01T00:00:00Z"))).isTrue();
    assertThat(listings.get(1).counts(Instant.parse("2026-09-01T09:00:00Z"))).isTrue();
    assertThat(listings.get(1).counts(Instant.parse("2026-09-01T10:00:00Z"))).isFalse();
  }

  @Test
  void olderHoursAreRecheckedByTheDayOnly() {
    List<Listing> listings =
        between("2026-08-31T23:00:00Z", "2026-09-01T00:00:00Z", "2026-09-01T00:00:00Z");
    assertThat(prefixes(listings)).containsExactly("y=2026/m=08/d=31/", "y=2026/m=09/d=01/h=00/");
  }

  @Test
  void everyHourOfASpanIsListedExactlyOnceInOrder() {
    exists("y=2024/m=02/d=27", "y=2024/m=02/d=28", "y=2024/m=02/d=29", "y=2024/m=03/d=01");
    Instant start = Instant.parse("2024-02-27T20:00:00Z");
    for (int hours = 0; hours < 60; hours++) {
      Instant end = start.plus(Duration.ofHours(hours));
      for (int split = 0; split <= hours; split += 7) {
        List<Listing> listings =
            between(
                start.toString(), end.toString(), start.plus(Duration.ofHours(split)).toString());
        List<Instant> listed = new ArrayList<>();
        for (Listing listing : listings) {
          for (Instant hour = start; !hour.isAfter(end); hour = hour.plus(Duration.ofHours(1))) {
            String day = "d=" + hour.toString().substring(8, 10) + '/';
            if (listing.counts(hour) && listing.prefix().contains(day)) {
              listed.add(hour);
            }
          }
        }
        assertThat(listed).hasSize(hours + 1).isSorted().doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void singleHoursAreListedOneByOneAndManyOfADayByTheDay() {
    SortedSet<Instant> hours = new TreeSet<>();
    Stream.of("08-31T23", "09-01T03", "09-01T07", "09-02T01", "09-02T05", "09-02T20")
        .forEach(hour -> hours.add(Instant.parse("2026-" + hour + ":00:00Z")));
    List<Listing> listings = new Listings(ROOT, this::folders).of(hours);
    assertThat(prefixes(listings))
        .containsExactly(
            "y=2026/m=08/d=31/h=23/",
            "y=2026/m=09/d=01/h=03/",
            "y=2026/m=09/d=01/h=07/",
            "y=2026/m=09/d=02/");
    assertThat(listings.get(3).counts(Instant.parse("2026-09-02T00:00:00Z"))).isFalse();
    assertThat(listings.get(3).counts(Instant.parse("2026-09-02T20:00:00Z"))).isTrue();
    assertThat(listings.get(3).counts(Instant.parse("2026-09-02T21:00:00Z"))).isFalse();
    assertThat(asked).isEmpty();
  }

  @Test
  void fromTheBeginningOnlyYearsMonthsAndDaysThatExistAreAsked() {
    exists("y=2024/m=02/d=29", "y=2024/m=12/d=31", "y=2026/m=08/d=30", "y=2026/m=09/d=01");
    List<Listing> listings = between("1970-01-01T00:00:00Z", "2026-09-01T09:00:00Z");
    assertThat(prefixes(listings))
        .containsExactly(
            "y=2024/m=02/d=29/", "y=2024/m=12/d=31/", "y=2026/m=08/d=30/", "y=2026/m=09/d=01/");
    assertThat(asked)
        .containsExactly(
            "",
            "y=2024/",
            "y=2024/m=02/",
            "y=2024/m=12/",
            "y=2026/",
            "y=2026/m=08/",
            "y=2026/m=09/");
  }

  @Test
  void yearsMonthsAndDaysOutsideTheSpanAreNotAsked() {
    exists(
        "y=2023/m=12/d=31",
        "y=2024/m=01/d=30",
        "y=2024/m=01/d=31",
        "y=2024/m=02/d=01",
        "y=2024/m=03/d=02",
        "y=2024/m=03/d=03",
        "y=2024/m=04/d=01",
        "y=2025/m=01/d=01");
    List<Listing> listings = between("2024-01-31T05:00:00Z", "2024-03-02T03:00:00Z");
    assertThat(prefixes(listings))
        .containsExactly("y=2024/m=01/d=31/", "y=2024/m=02/d=01/", "y=2024/m=03/d=02/");
    assertThat(asked)
        .containsExactly("", "y=2024/", "y=2024/m=01/", "y=2024/m=02/", "y=2024/m=03/");
    assertThat(listings.get(0).counts(Instant.parse("2024-01-31T04:00:00Z"))).isFalse();
  }

  @Test
  void anEmptyFlowLogCostsOneCallHoweverLongTheSpan() {
    assertThat(between("1970-01-01T00:00:00Z", "2026-09-01T09:00:00Z")).isEmpty();
    assertThat(asked).containsExactly("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backup",
        "y=2026/backup",
        "y=2026/m=09/backup",
        "y=2026/m=13/d=01",
        "y=2026/m=00/d=01",
        "y=2026/m=09/d=31",
        "y=2026/m=09/d=00",
        "y=2026/m=09/d=x",
        "y=99999999999/m=01/d=01",
        "y=2026/m=99999999999/d=01"
      })
  void strayFoldersDoNotKeepTheFlowLogFromBeingListed(String stray) {
    exists("y=2026/m=08/d=30", "y=2026/m=09/d=01", stray);
    assertThat(prefixes(between("1970-01-01T00:00:00Z", "2027-02-01T09:00:00Z")))
        .containsExactly("y=2026/m=08/d=30/", "y=2026/m=09/d=01/");
  }
}
