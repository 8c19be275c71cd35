package io.vnetflowroutes.derive;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is known about an address; a text is {@code null} if nothing is known.
 *
 * @param scope {@code null} for no address
 * @param own whether a list names it as the user's own
 * @param country two letters after ISO 3166
 * @param asn the number of the autonomous system that announces it, or 0
 * @param asName the organization of that system
 * @param serviceTag Azure's name for its service
 * @param region its Azure region
 * @param labels the names of the user's lists that contain it
 */
public record AddressFacts(
    AddressScope scope,
    boolean own,
    String country,
    long asn,
    String asName,
    String serviceTag,
    String region,
    List<String> labels) {

  /** Scopes that a machine's address can have, and that do not make it the user's own. */
  private static final Set<AddressScope> OF_MACHINES =
      EnumSet.of(AddressScope.PUBLIC, AddressScope.DOCUMENTATION, AddressScope.RESERVED);

  /** The facts for text that is not an address. */
  static final AddressFacts NONE =
      new AddressFacts(null, false, null, 0, null, null, null, List.of());

  /**
   * The scope; {@code private} if a list names the address as the user's own. Users also use
   * networks for documentation and benchmarks; but no list makes Azure's own addresses, or
   * multicast and broadcast, the user's machine.
   */
  public AddressScope ownScope() {
    return own && OF_MACHINES.contains(scope) ? AddressScope.PRIVATE : scope;
  }
}
