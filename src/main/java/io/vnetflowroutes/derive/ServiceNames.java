package io.vnetflowroutes.derive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The names of services by protocol and port, from IANA's "Service Name and Transport Protocol Port
 * Number Registry" (RFC 6335). A port proves nothing: any service can run there.
 */
public final class ServiceNames {

  private static final Map<String, Integer> PROTOCOLS =
      Map.of("tcp", 6, "udp", 17, "dccp", 33, "sctp", 132);

  private ServiceNames() {}

  /** Loaded when it is first needed. */
  private static final class Table {

    private static final Map<Integer, byte[]> NAMES = read();

    private static Map<Integer, byte[]> read() {
      Map<Integer, byte[]> names = new HashMap<>();
      try (InputStream table = ServiceNames.class.getResourceAsStream("service-names.txt");
          BufferedReader lines =
              new BufferedReader(new InputStreamReader(table, StandardCharsets.US_ASCII))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith("#")) {
            continue;
          }
          String[] cells = line.split(" ", -1);
          byte[] name = cells[2].getBytes(StandardCharsets.US_ASCII);
          for (String protocol : cells[1].split(",", -1)) {
            names.put(key(PROTOCOLS.get(protocol), Integer.parseInt(cells[0])), name);
          }
        }
        return names;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * The name of a service, in ASCII. Callers must not change it.
   *
   * @param protocol IANA's number of the IP protocol
   * @return {@code null} if the registry has none
   */
  public static byte[] at(int protocol, int port) {
    return protocol > 255 || port > 65_535 ? null : Table.NAMES.get(key(protocol, port));
  }

  private static int key(int protocol, int port) {
    return (protocol << 16) | port;
  }
}
