package io.vnetflowroutes.connect;

/** The version that Connect shows. */
final class ConnectorVersion {

  static final String VERSION = version();

  private ConnectorVersion() {}

  private static String version() {
    String version = ConnectorVersion.class.getPackage().getImplementationVersion();
    return version == null ? "0" : version;
  }
}
