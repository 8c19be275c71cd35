package io.vnetflowroutes.derive;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is known about an address; a text is {@code null} if nothing is known.
 *
 * @param scope {@code null} for no address
 * @param own whether a list says that it is one's own
 * @param country two letters after ISO 3166
 * @param asn the number of the autonomous system that announces it, or 0
 * @param asName who runs that system
 * @param serviceTag Azure's name for the service that has it
 * @param region the Azure region that has it
 * @param labels the names of the user's lists it is in
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

  /** Scopes of addresses that a machine can have and that are not one's own by themselves. */
  private static final Set<AddressScope> OF_MACHINES =
      EnumSet.of(AddressScope.PUBLIC, AddressScope.DOCUMENTATION, AddressScope.RESERVED);

  /** The facts for text that is not an address. */
  static final AddressFacts NONE =
      new AddressFacts(null, false, null, 0, null, null, null, List.of());

  /**
   * The scope, as private where a list says that the address is one's own. Networks of documents
   * and benchmarks are used inside, too; but no list makes Azure's own addresses, or those of
   * several at once, a machine of one's own.
   */
  public AddressScope ownScope() {
    return own && OF_MACHINES.contains(scope) ? AddressScope.PRIVATE : scope;
  }
}
