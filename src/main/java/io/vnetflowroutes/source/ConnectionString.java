package io.vnetflowroutes.source;

import java.util.Map;
import java.util.TreeMap;

/**
 * A connection string of a storage account, in the forms that the portal, Storage Explorer and the
 * Azure CLI show. The SDK's own parser accepts no SAS token together with a credential that can
 * change, and no container.
 *
 * @param endpoint the account's blob endpoint
 * @param container the container; {@code null} if it names none
 * @param accountName the name that belongs to a key; {@code null} if there is no key
 * @param key the account's key; {@code null} where it holds a SAS token
 * @param sas the SAS token; {@code null} where it holds a key
 */
public record ConnectionString(
    String endpoint, String container, String accountName, String key, String sas) {

  private static final String SUFFIX = "core.windows.net";

  /** The account of Microsoft's emulators, whose key is public. */
  private static final String EMULATED = "devstoreaccount1";

  private static final String EMULATED_KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  /**
   * Reads a connection string.
   *
   * @throws IllegalArgumentException if it cannot be used; the message says why, and shows nothing
   */
  public static ConnectionString of(String text) {
    Map<String, String> parts = parts(StorageUrl.unquoted(text));
    if (Boolean.parseBoolean(parts.get("UseDevelopmentStorage"))) {
      return emulated(parts.getOrDefault("DevelopmentStorageProxyUri", "http://127.0.0.1"));
    }
    if (StorageUrl.isUrl(text)) {
      throw new IllegalArgumentException("it is a URL; set sas-token to it instead");
    }
    if (parts.containsKey("Endpoint")) {
      throw new IllegalArgumentException("it is not that of a storage account");
    }
    String name = parts.get("AccountName");
    if (name == null && !parts.containsKey("BlobEndpoint")) {
      throw new IllegalArgumentException(
          text.contains("&sig=")
              ? "it is a SAS token; set sas-token to it instead"
              : "it names neither BlobEndpoint nor AccountName");
    }
    StorageUrl url = StorageUrl.of(parts.getOrDefault("BlobEndpoint", usual(parts, name)));
    String given = parts.get("SharedAccessSignature");
    String sas = given == null ? url.sas() : StorageUrl.sas(given);
    String key = parts.get("AccountKey");
    if (key == null && sas == null) {
      throw new IllegalArgumentException("it holds neither AccountKey nor SharedAccessSignature");
    }
    if (key != null && !StorageUrl.isKey(key)) {
      throw new IllegalArgumentException(
          "its AccountKey is not Base64 text; copy it anew, whole, from the portal");
    }
    return new ConnectionString(
        url.endpoint(),
        url.container(),
        name == null ? StorageUrl.accountName(url.endpoint()) : name,
        key,
        key == null ? sas : null);
  }

  private static String usual(Map<String, String> parts, String name) {
    return "%s://%s.blob.%s"
        .formatted(
            parts.getOrDefault("DefaultEndpointsProtocol", "https"),
            name,
            parts.getOrDefault("EndpointSuffix", SUFFIX));
  }

  private static ConnectionString emulated(String host) {
    String endpoint = host.replaceFirst("/+$", "") + ":10000/" + EMULATED;
    return new ConnectionString(endpoint, null, EMULATED, EMULATED_KEY, null);
  }

  /** The parts by their names, in any case. */
  private static Map<String, String> parts(String text) {
    Map<String, String> parts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String part : text.split(";", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        String name = part.substring(0, equals).trim();
        String value = StorageUrl.unquoted(part.substring(equals + 1));
        if (!value.isEmpty()) {
          parts.put(name, value);
        }
      }
    }
    return parts;
  }
}
