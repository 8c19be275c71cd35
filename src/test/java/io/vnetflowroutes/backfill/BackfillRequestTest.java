package io.vnetflowroutes.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that the same words mean the same backfill, with the hours it had at first. */
final class BackfillRequestTest {

  private static final Span FIRST =
      new Span(Instant.parse("2026-01-30T08:00:00Z"), Instant.parse("2026-01-31T08:00:00Z"));
  private static final Span LATER =
      new Span(Instant.parse("2026-01-30T09:00:00Z"), Instant.parse("2026-01-31T09:00:00Z"));

  @TempDir private Path folder;

  private static BackfillRequest request(Set<String> sources, boolean rewrite) {
    return new BackfillRequest("24h", null, sources, null, Set.of(), rewrite);
  }

  @Test
  void theIdIsOfTheWordsWhateverTheirOrder() {
    String id = request(Set.of("a", "b"), false).id();
    assertThat(request(Set.of("b", "a"), false).id()).isEqualTo(id).hasSize(12);
    assertThat(request(Set.of("a"), false).id()).isNotEqualTo(id);
    assertThat(request(Set.of("a", "b"), true).id()).isNotEqualTo(id);
  }

  @Test
  void noSourceMeansAllOfThem() {
    assertThat(request(Set.of(), false).wants("any")).isTrue();
    assertThat(request(Set.of("a"), false).wants("any")).isFalse();
  }

  @Test
  void hoursAndNameAreFixedUntilItIsDone() throws IOException {
    BackfillRequest request = request(Set.of(), false);
    assertThat(BackfillBegin.hoursIn(folder)).isEmpty();
    BackfillBegin begin = BackfillBegin.in(folder, request, FIRST);
    assertThat(begin.hours()).isEqualTo(FIRST);
    assertThat(BackfillBegin.in(folder, request, LATER)).isEqualTo(begin);
    assertThat(BackfillBegin.hoursIn(folder)).contains(FIRST);
    assertThat(folder).isDirectoryNotContaining("glob:**.unfinished");

    Files.delete(folder.resolve("hours"));
    BackfillBegin next = BackfillBegin.in(folder, request, LATER);
    assertThat(next.hours()).isEqualTo(LATER);
    assertThat(next.name()).startsWith(request.id()).isNotEqualTo(begin.name());
  }

  @Test
  void oneThatAnEarlierVersionBeganKeepsItsName() throws IOException {
    Files.writeString(folder.resolve("hours"), FIRST.from() + "\n" + FIRST.to());
    BackfillRequest request = request(Set.of(), false);
    assertThat(BackfillBegin.in(folder, request, LATER))
        .isEqualTo(new BackfillBegin(FIRST, request.id()));
  }

  @Test
  void costIsCountedByTenThousandCalls() {
    assertThat(new Cost(10_000, 0).dollars()).isCloseTo(Cost.LIST_PRICE, within(1e-9));
    assertThat(new Cost(20_000, 5_000).dollars())
        .isCloseTo(2 * Cost.LIST_PRICE + Cost.READ_PRICE / 2, within(1e-9));
  }
}
