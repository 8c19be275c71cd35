package io.vnetflowroutes.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.poll.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that lists are loaded late, loaded again when they change, and kept when they break. */
class WatchedFileTest {

  @TempDir private Path folder;

  @Test
  void aChangedFileIsLoadedAgainAndABrokenOneIsNot() throws IOException {
    SettableClock clock = new SettableClock("2026-09-01T08:00:00Z");
    Path file = folder.resolve("list.txt");
    WatchedFile<PrefixTrie<Boolean>> list =
        new WatchedFile<>("flowlogs.networks.list", file, NetworkList::read, clock);
    assertThat(list.get()).isNull();
    Files.writeString(file, "10.0.0.0/8\n");
    assertThat(list.get()).isNull();
    clock.minutes(1);
    PrefixTrie<Boolean> first = list.get();
    assertThat(first.size()).isEqualTo(1);
    clock.minutes(1);
    assertThat(list.get()).isSameAs(first);
    Files.writeString(file, "10.0.0.0/8\n11.0.0.0/8 # more\n");
    assertThat(list.get()).isSameAs(first);
    clock.minutes(1);
    PrefixTrie<Boolean> second = list.get();
    assertThat(second.size()).isEqualTo(2);
    Files.writeString(file, "nonsense\n");
    clock.minutes(1);
    assertThat(list.get()).isSameAs(second);
    Files.delete(file);
    clock.minutes(1);
    assertThat(list.get()).isSameAs(second);
    Files.writeString(file, "12.0.0.0/8\n13.0.0.0/8\n14.0.0.0/8\n");
    clock.minutes(1);
    assertThat(list.get().size()).isEqualTo(3);
  }

  @Test
  void aListThatIsEmptyTodayIsEmptyAndOneWithoutAnyTextIsNot() throws IOException {
    SettableClock clock = new SettableClock("2026-09-01T08:00:00Z");
    Path file = Files.writeString(folder.resolve("list.txt"), "10.0.0.0/8\n");
    WatchedFile<PrefixTrie<Boolean>> list =
        new WatchedFile<>("flowlogs.networks.list", file, NetworkList::read, clock);
    PrefixTrie<Boolean> first = list.get();
    Files.writeString(file, "\n");
    clock.minutes(1);
    assertThat(list.get()).isSameAs(first);
    Files.writeString(file, "# nothing today\n");
    clock.minutes(1);
    assertThat(list.get().size()).isZero();
    Files.writeString(file, "11.0.0.0/8\nnonsense\n");
    clock.minutes(1);
    assertThat(list.get().size()).isEqualTo(1);
  }

  @Test
  void aFileThatBreaksItsReaderLeavesWhatWasLoaded() throws IOException {
    SettableClock clock = new SettableClock("2026-09-01T08:00:00Z");
    Path file = Files.writeString(folder.resolve("list.txt"), "good");
    WatchedFile<String> list =
        new WatchedFile<>(
            "flowlogs.geo",
            file,
            path -> {
              if (Files.readString(path).equals("good")) {
                return Loaded.whole("good");
              }
              throw new ArrayIndexOutOfBoundsException(7);
            },
            clock);
    assertThat(list.get()).isEqualTo("good");
    Files.writeString(file, "damaged");
    clock.minutes(1);
    assertThat(list.get()).isEqualTo("good");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.0/8@10.0.0.0/99@x|1|false|2 lines are no networks and are left out, the first is line"
            + " 2: '10.0.0.0/99' is no network such as",
        "network@8.8.8.0/24|1|false|1 line is no network and is left out, line 1: 'network' is no",
        "10.0.0.5/8|0|true|1 line is no network and is left out, line 1: '10.0.0.5/8' is an address"
            + " within a network; the network is 10.0.0.0/8",
        "# only comment@|0|false|it holds no network",
        "@@|0|true|it is empty",
        "\ufeff203.0.113.0/24 caf\u00e9@|1|false|''",
        "203.0.113.0/24\r@# c\r@1.1.1.1;x\r@|2|false|''",
      })
  void whatOfAListCannotBeUsedIsSaid(String text, int networks, boolean hollow, String problem)
      throws IOException {
    Path file = Files.writeString(folder.resolve("list.txt"), text.replace('@', '\n'));
    Loaded<PrefixTrie<Boolean>> list = NetworkList.read(file);
    assertThat(list.value().size()).isEqualTo(networks);
    assertThat(list.problem()).startsWith(problem);
    assertThat(list.problem().isEmpty()).isEqualTo(problem.isEmpty());
    assertThat(list.hollow()).isEqualTo(hollow);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "ISO-8859-1"})
  void aListMayBeWrittenInAnyEncoding(String encoding) throws IOException {
    String mark = encoding.startsWith("UTF") ? "\ufeff" : "";
    byte[] text = (mark + "203.0.113.0/24 # caf\u00e9\r\n1.2.3.4\r\n").getBytes(encoding);
    Loaded<PrefixTrie<Boolean>> list = NetworkList.read(Files.write(folder.resolve("l"), text));
    assertThat(list.value().size()).isEqualTo(2);
    assertThat(list.problem()).isEmpty();
  }

  @Test
  void aSettingHoldsNetworksOrNamesAFile() {
    assertThat(NetworkList.isInline("10.0.0.0/8, x")).isTrue();
    assertThat(NetworkList.isInline("1.2.3.4")).isTrue();
    assertThat(NetworkList.isInline("10.0.0.5/8")).isTrue();
    assertThat(NetworkList.isInline("fd00::/200")).isTrue();
    assertThat(NetworkList.isInline("lists/drop.txt")).isFalse();
    assertThat(NetworkList.isInline("cafe")).isFalse();
    assertThat(NetworkList.inline("10.0.0.0/8,::/0").size()).isEqualTo(2);
    assertThatThrownBy(() -> NetworkList.inline("10.0.0.0/8, x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'x' is no network");
  }
}
