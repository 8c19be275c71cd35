package io.vnetflowroutes.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that a trie finds what a search through all networks finds, however many there are. */
class PrefixTrieTest {

  private static PrefixTrie<String> trie(String... networks) {
    PrefixTrie<String> trie = new PrefixTrie<>();
    for (String network : networks) {
      trie.merge(Cidr.of(network), network, (one, other) -> one + ' ' + other);
    }
    return trie;
  }

  private static String find(PrefixTrie<String> trie, String address) {
    byte[] bytes = Cidr.of(address).address();
    return trie.longest(Arrays.copyOf(bytes, IpAddress.V6), bytes.length);
  }

  @Test
  void theSmallestNetworkCounts() {
    PrefixTrie<String> trie =
        trie("10.0.0.0/8", "0.0.0.0/0", "10.1.0.0/16", "10.1.2.3", "10.1.2.0/24", "::/0", "::1");
    assertThat(find(trie, "10.1.2.3")).isEqualTo("10.1.2.3");
    assertThat(find(trie, "10.1.2.4")).isEqualTo("10.1.2.0/24");
    assertThat(find(trie, "10.1.3.4")).isEqualTo("10.1.0.0/16");
    assertThat(find(trie, "10.2.3.4")).isEqualTo("10.0.0.0/8");
    assertThat(find(trie, "11.2.3.4")).isEqualTo("0.0.0.0/0");
    assertThat(find(trie, "::1")).isEqualTo("::1");
    assertThat(find(trie, "::2")).isEqualTo("::/0");
    assertThat(trie.size()).isEqualTo(7);
  }

  @Test
  void whatIsSaidTwiceIsMerged() {
    PrefixTrie<String> trie = trie("10.0.0.0/8", "10.0.0.0/8");
    assertThat(find(trie, "10.9.9.9")).isEqualTo("10.0.0.0/8 10.0.0.0/8");
    assertThat(trie.size()).isEqualTo(1);
  }

  @Test
  void anEmptyTrieAndNoAddressFindNothing() {
    assertThat(find(trie(), "10.0.0.1")).isNull();
    assertThat(find(trie("::/0"), "10.0.0.1")).isNull();
    assertThat(find(trie("10.0.0.0/8"), "::1")).isNull();
    assertThat(trie("0.0.0.0/0", "::/0").longest(new byte[IpAddress.V6], 0)).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {IpAddress.V4, IpAddress.V6})
  void aHundredThousandNetworksAreFoundAsANaiveSearchFindsThem(int length) {
    Random random = new Random(length);
    Map<Cidr, String> networks = new HashMap<>();
    while (networks.size() < 100_000) {
      Cidr network = network(random, length);
      networks.put(network, network.toString());
    }
    PrefixTrie<String> trie = new PrefixTrie<>();
    networks.forEach((network, name) -> trie.merge(network, name, (one, other) -> other));
    assertThat(trie.size()).isEqualTo(networks.size());
    List<Cidr> all = List.copyOf(networks.keySet());
    for (int i = 0; i < 300; i++) {
      byte[] address = address(random, length);
      if (i % 3 > 0) {
        Cidr near = all.get(random.nextInt(all.size()));
        System.arraycopy(near.address(), 0, address, 0, near.prefix() / Byte.SIZE);
      }
      assertThat(trie.longest(address, length)).isEqualTo(naive(networks, address, length));
    }
  }

  private static String naive(Map<Cidr, String> networks, byte[] address, int length) {
    Cidr best = null;
    for (Cidr network : networks.keySet()) {
      if (network.contains(address, length) && (best == null || network.prefix() > best.prefix())) {
        best = network;
      }
    }
    return networks.get(best);
  }

  /** A network among few enough that many lie within others. */
  private static Cidr network(Random random, int length) {
    byte[] address = address(random, length);
    int bits = length * Byte.SIZE;
    int prefix = random.nextInt(4) == 0 ? random.nextInt(bits + 1) : bits / 2 + random.nextInt(9);
    for (int bit = prefix; bit < bits; bit++) {
      address[bit / Byte.SIZE] &= (byte) ~(0x80 >> (bit % Byte.SIZE));
    }
    return new Cidr(address, prefix);
  }

  private static byte[] address(Random random, int length) {
    byte[] address = new byte[length];
    random.nextBytes(address);
    address[0] = (byte) random.nextInt(8);
    return address;
  }
}
