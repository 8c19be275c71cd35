package io.vnetflowroutes.derive;

import io.vnetflowroutes.flow.TupleField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Looks up addresses in lists and databases. Flow logs repeat addresses, so it caches recent
 * results. An instance belongs to one thread.
 */
public final class AddressLookup {

  private static final int KEPT = 1 << 11;

  private final List<GeoDatabase> geo;
  private final List<ServiceTags> serviceTags;
  private final Map<String, PrefixTrie<Boolean>> networks;
  private final List<String> own;
  private final byte[][] addresses = new byte[KEPT][];
  private final AddressFacts[] facts = new AddressFacts[KEPT];

  AddressLookup(
      List<GeoDatabase> geo,
      List<ServiceTags> serviceTags,
      Map<String, PrefixTrie<Boolean>> networks,
      List<String> own) {
    this.geo = geo;
    this.serviceTags = serviceTags;
    this.networks = networks;
    this.own = own;
  }

  /** The facts about the source's or the destination's address. */
  public AddressFacts of(Endpoints endpoints, TupleField field) {
    return of(endpoints.bytes(field), endpoints.length(field));
  }

  /** The facts about an address of this many bytes, 0 for none. */
  public AddressFacts of(byte[] address, int length) {
    if (length == 0) {
      return AddressFacts.NONE;
    }
    int hash = 0;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + address[i];
    }
    int slot = (hash ^ (hash >>> 11)) & (KEPT - 1);
    byte[] kept = addresses[slot];
    if (kept == null || !Arrays.equals(kept, 0, kept.length, address, 0, length)) {
      addresses[slot] = Arrays.copyOf(address, length);
      facts[slot] = lookUp(addresses[slot]);
    }
    return facts[slot];
  }

  /** Looks the address up; if an IPv6 address holds an IPv4 address, that one counts. */
  private AddressFacts lookUp(byte[] address) {
    byte[] within = AddressScope.v4Within(address, address.length);
    byte[] end = within == null ? address : within;
    List<String> labels = new ArrayList<>();
    networks.forEach(
        (name, list) -> {
          if (list.longest(end, end.length) != null
              || list.longest(address, address.length) != null) {
            labels.add(name);
          }
        });
    GeoRecord record = GeoRecord.UNKNOWN;
    for (GeoDatabase database : geo) {
      record = record.or(database.find(end));
    }
    String tag = null;
    String region = null;
    for (ServiceTags tags : serviceTags) {
      tag = tags.service(end);
      region = tags.region(end);
    }
    return new AddressFacts(
        AddressScope.of(address, address.length),
        labels.stream().anyMatch(own::contains),
        record.country(),
        record.asn(),
        record.asName(),
        tag,
        region,
        labels);
  }
}
