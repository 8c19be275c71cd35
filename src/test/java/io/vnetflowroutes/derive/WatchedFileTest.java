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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.0/8@10.0.0.0/99|line 2: '10.0.0.0/99' is no network",
        "10.1.0.0/8|line 1: '10.1.0.0/8' is an address within a network; the network is 10.0.0.0/8",
        "# nothing@|it holds no network",
      })
  void aWrongListSaysWhichLine(String text, String why) throws IOException {
    Path file = Files.writeString(folder.resolve("list.txt"), text.replace('@', '\n'));
    assertThatThrownBy(() -> NetworkList.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(why);
  }

  @Test
  void textThatIsNotUtf8IsRefused() throws IOException {
    Path file = Files.write(folder.resolve("list.txt"), new byte[] {(byte) 0xff, '\n'});
    assertThatThrownBy(() -> NetworkList.read(file)).hasMessage("it is not UTF-8 text");
  }

  @Test
  void aSettingHoldsNetworksOrNamesAFile() {
    assertThat(NetworkList.isInline("10.0.0.0/8, x")).isTrue();
    assertThat(NetworkList.isInline("1.2.3.4")).isTrue();
    assertThat(NetworkList.isInline("lists/drop.txt")).isFalse();
    assertThat(NetworkList.inline("10.0.0.0/8,::/0").size()).isEqualTo(2);
    assertThatThrownBy(() -> NetworkList.inline("10.0.0.0/8, x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'x' is no network");
  }
}
