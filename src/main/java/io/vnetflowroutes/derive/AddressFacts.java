package io.vnetflowroutes.derive;

import java.util.List;

/**
 * What is told of an address; texts are {@code null} where nothing is.
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

  /** What is told where an address belongs and none is. */
  static final AddressFacts NONE =
      new AddressFacts(null, false, null, 0, null, null, null, List.of());

  /** The scope, as private where a list says that the address is one's own. */
  public AddressScope ownScope() {
    return own && scope == AddressScope.PUBLIC ? AddressScope.PRIVATE : scope;
  }
}
