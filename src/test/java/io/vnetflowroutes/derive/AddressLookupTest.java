package io.vnetflowroutes.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.DerivedLists;
import io.vnetflowroutes.GeoFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves what lists and databases tell of addresses. */
class AddressLookupTest {

  @TempDir private Path folder;

  private static AddressFacts facts(AddressLookup lookup, String address) {
    byte[] bytes = Cidr.of(address).address();
    return lookup.of(bytes, bytes.length);
  }

  private AddressLookup everything() {
    Derivation derivation = DerivedLists.everything(folder);
    return derivation.lookups().open(derivation);
  }

  @ParameterizedTest
  @CsvSource({
    "89.248.163.133, NL, 202425, 'IP \"Volume\" inc, Ltd', drop",
    "20.10.127.193, US, 8075, MICROSOFT-CORP-MSN-AS-BLOCK, ''",
    "20.76.1.2, US, 8075, MICROSOFT-CORP-MSN-AS-BLOCK, office",
    "52.239.152.74, NL, 0,, ''",
    "198.41.0.4,, 4200000000, '=Private|use\\', ''",
    "2a00:1450:4001::1, IE, 15169, GOOGLE, drop",
    "198.51.100.7,, 0,, drop",
    "10.0.0.1,, 0,, ''",
  })
  void listsAndDatabasesTellOfAddresses(
      String address, String country, long asn, String asName, String label) {
    AddressFacts facts = facts(everything(), address);
    assertThat(facts.country()).isEqualTo(country);
    assertThat(facts.asn()).isEqualTo(asn);
    assertThat(facts.asName()).isEqualTo(asName);
    assertThat(String.join(",", facts.labels())).isEqualTo(label);
  }

  @Test
  void publicAddressesOfOnesOwnArePrivateForTheTraffic() {
    AddressFacts office = facts(everything(), "20.76.1.2");
    assertThat(office.own()).isTrue();
    assertThat(office.scope()).isEqualTo(AddressScope.PUBLIC);
    assertThat(office.ownScope()).isEqualTo(AddressScope.PRIVATE);
    assertThat(facts(everything(), "20.10.127.193").ownScope()).isEqualTo(AddressScope.PUBLIC);
    assertThat(everything().of(new byte[IpAddress.V6], 0)).isSameAs(AddressFacts.NONE);
  }

  /** The second and third list are those of the page. */
  @ParameterizedTest
  @CsvSource({
    "20.76.1.2, true, private",
    "203.0.113.9, true, private",
    "2001:db8:1::7, true, private",
    "198.18.5.1, true, private",
    "240.1.2.3, true, private",
    "::ffff:203.0.113.9, true, private",
    "64:ff9b::203.0.113.9, true, private",
    "198.51.100.7, false, documentation",
    "192.0.2.1, false, documentation",
    "255.255.255.255, true, broadcast",
    "168.63.129.16, true, azure-platform",
    "224.0.0.251, true, multicast",
    "10.0.0.1, false, private",
  })
  void whatAListCallsOnesOwnIsPrivateForTheTraffic(String address, boolean own, String scope) {
    PrefixTrie<Boolean> list =
        NetworkList.inline(
            "20.76.0.0/16, 203.0.113.0/24, 2001:db8:1::/48, 198.18.0.0/15, 240.0.0.0/4,"
                + " 168.63.129.16, 224.0.0.0/4");
    Lookups lookups =
        new Lookups(List.of(), List.of(), Map.of("office", () -> list), List.of("office"));
    AddressFacts facts =
        facts(lookups.open(new Derivation(Set.of(Derived.SCOPE), lookups)), address);
    assertThat(facts.own()).isEqualTo(own);
    assertThat(facts.ownScope().word()).isEqualTo(scope);
  }

  @ParameterizedTest
  @CsvSource({"::ffff:89.248.163.133", "64:ff9b::89.248.163.133"})
  void anIpv4AddressWithinAnotherIsLookedUp(String address) {
    AddressFacts facts = facts(everything(), address);
    assertThat(facts.country()).isEqualTo("NL");
    assertThat(facts.asn()).isEqualTo(202_425);
    assertThat(facts.labels()).containsExactly("drop");
    assertThat(facts(everything(), address.replace("89.248.163.133", "20.10.127.193")).serviceTag())
        .isEqualTo(facts(everything(), "20.10.127.193").serviceTag());
  }

  @Test
  void whatIsKeptIsWhatWasLookedUp() {
    AddressLookup kept = everything();
    Random random = new Random(4);
    List<byte[]> addresses = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      byte[] address = new byte[random.nextInt(8) == 0 ? IpAddress.V6 : IpAddress.V4];
      random.nextBytes(address);
      address[0] = (byte) (random.nextBoolean() ? 20 : 89);
      addresses.add(address);
    }
    AddressLookup fresh = everything();
    for (byte[] address : addresses) {
      kept.of(address, address.length);
    }
    for (byte[] address : addresses.subList(0, 2000)) {
      assertThat(kept.of(address, address.length)).isEqualTo(fresh.of(address, address.length));
    }
  }

  @Test
  void whatNobodyAskedForIsNotLoaded() {
    Lookups lookups =
        new Lookups(
            List.of(
                () -> {
                  throw new AssertionError("loaded");
                }),
            List.of(),
            Map.of(
                "list",
                () -> {
                  throw new AssertionError("loaded");
                }),
            List.of());
    AddressLookup lookup = lookups.open(new Derivation(Set.of(Derived.SCOPE), lookups));
    assertThat(facts(lookup, "10.0.0.1").scope()).isEqualTo(AddressScope.PRIVATE);
  }

  @Test
  void flatDatabasesAreReadToo() throws IOException {
    Path file =
        new GeoFile("ipinfo bundle")
            .add("1.0.0.0/24", Map.of("country_code", "AU", "asn", "AS13335", "as_name", "CF"))
            .add("2.0.0.0/8", Map.of("country", "FR", "asn", 3215L))
            .add("3.0.0.0/8", Map.of("asn", "none", "country", ""))
            .write(folder.resolve("flat.mmdb"));
    GeoDatabase database = GeoDatabase.read(file).value();
    assertThat(database.find(Cidr.of("1.0.0.9").address()))
        .isEqualTo(new GeoRecord("AU", 13_335, "CF"));
    assertThat(database.find(Cidr.of("2.1.2.3").address()))
        .isEqualTo(new GeoRecord("FR", 3215, null));
    assertThat(database.find(Cidr.of("3.1.2.3").address())).isEqualTo(GeoRecord.UNKNOWN);
    assertThat(database.find(Cidr.of("::1").address())).isEqualTo(GeoRecord.UNKNOWN);
  }

  @Test
  void whatIsNoDatabaseIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("no.mmdb"), "no database");
    assertThatThrownBy(() -> GeoDatabase.read(file)).isInstanceOf(IOException.class);
  }
}
