package io.vnetflowroutes.derive;

import io.vnetflowroutes.flow.ArmId;
import java.util.Locale;
import java.util.Map;

/** Names the kinds of resources that ARM ids identify. */
public final class ArmNames {

  private static final String NO_LIST = "00000000-0000-0000-0000-000000000000";

  private static final Map<String, String> KINDS =
      Map.of(
          "virtualnetworks", "virtual-network",
          "subnets", "subnet",
          "networkinterfaces", "network-interface",
          "networksecuritygroups", "network-security-group");

  private ArmNames() {}

  /**
   * The kind of the logged resource; Azure's type if there is no word for it; {@code null} for no
   * id.
   */
  public static String targetType(String targetId) {
    String name = ArmId.lastSegment(targetId);
    if (name == null) {
      return null;
    }
    String type = ArmId.lastSegment(targetId.substring(0, targetId.length() - name.length() - 1));
    return type == null ? null : KINDS.getOrDefault(type.toLowerCase(Locale.ROOT), type);
  }

  /**
   * The kind of the resource that decided
   * (docs/azure-flow-log-format.md#rules-and-access-control-lists): a network security group, a
   * security admin configuration of a network manager, the platform itself, or required encryption,
   * which is {@code unspecified}; {@code null} if it is unknown.
   */
  public static String listType(String aclId) {
    if (ArmId.segment(aclId, "networkSecurityGroups") != null) {
      return "network-security-group";
    }
    if (ArmId.segment(aclId, "networkManagers") != null) {
      return "security-admin-configuration";
    }
    if (NO_LIST.equals(aclId)) {
      return "platform";
    }
    return "unspecified".equals(aclId) ? aclId : null;
  }
}
