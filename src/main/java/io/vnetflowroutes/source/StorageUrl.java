package io.vnetflowroutes.source;

import com.azure.storage.blob.BlobUrlParts;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A URL as the portal and Storage Explorer show it: of an account, optionally with a container and
 * a SAS token.
 *
 * @param endpoint the account's blob endpoint
 * @param container the container's name; {@code null} if the URL names none
 * @param sas the SAS token; {@code null} if the URL holds none
 */
public record StorageUrl(String endpoint, String container, String sas) {

  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private static final Pattern USUAL_PORT =
      Pattern.compile("(?i)^(?:(https://[^/:]+):443|(http://[^/:]+):80)(?=/|$)");

  /** Suffixes after the account's name, which has no hyphen itself. */
  private static final Pattern NOT_OF_THE_ACCOUNT =
      Pattern.compile("^([a-z0-9]+)(?:-secondary)?(?:\\.privatelink)?(?=\\.blob\\.)");

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException if it is not a URL; the message does not show it
   */
  public static StorageUrl of(String text) {
    String url = unquoted(text);
    int mark = url.indexOf('?');
    String base = mark < 0 ? url : url.substring(0, mark);
    // With a port, the SDK looks for the account's name in the path, as emulators have it.
    base = USUAL_PORT.matcher(checked(base)).replaceFirst("$1$2");
    BlobUrlParts parts = BlobUrlParts.parse(base);
    String path = URI.create(base).getPath();
    boolean accountInPath =
        path.split("/", -1).length > 1
            && path.split("/", -1)[1].equals(parts.getAccountName())
            && !parts.getHost().startsWith(parts.getAccountName() + '.');
    String endpoint =
        parts.getScheme()
            + "://"
            + parts.getHost()
            + (accountInPath ? '/' + parts.getAccountName() : "");
    String container = parts.getBlobContainerName();
    String sas = mark < 0 || mark == url.length() - 1 ? null : url.substring(mark + 1);
    return new StorageUrl(
        endpoint, container == null || container.isEmpty() ? null : container, sas);
  }

  /** The account's name, from its endpoint. */
  static String accountName(String endpoint) {
    return BlobUrlParts.parse(endpoint).getAccountName();
  }

  /** Whether it does not contain the account's name, which a key needs. */
  public boolean withoutAccount() {
    String name = accountName(endpoint);
    return name == null || name.isEmpty();
  }

  /**
   * The place that a container's URL leads to, in one spelling: the host without default scheme and
   * port, and without the marks of a private endpoint or the secondary location.
   */
  static String place(String container) {
    URI url = URI.create(container.toLowerCase(Locale.ROOT));
    int usual = url.getScheme().equals("https") ? HTTPS : HTTP;
    String port = url.getPort() < 0 || url.getPort() == usual ? "" : ":" + url.getPort();
    String host = url.getHost().replaceFirst("\\.$", "");
    return NOT_OF_THE_ACCOUNT.matcher(host).replaceFirst("$1")
        + port
        + url.getPath().replaceAll("/+", "/").replaceFirst("/$", "");
  }

  private static String checked(String url) {
    try {
      URI uri = new URI(url);
      if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("(?i)https?")) {
        return url;
      }
    } catch (URISyntaxException e) {
      // The message below does not repeat the text, which may hold a secret.
    }
    throw new IllegalArgumentException(
        "it must be a URL such as https://account.blob.core.windows.net");
  }

  /** Whether a text is a URL, and not the SAS token alone. */
  public static boolean isUrl(String text) {
    return unquoted(text).matches("(?is)https?://.*");
  }

  /** Whether a text may be an account key, which is Base64. */
  public static boolean isKey(String text) {
    try {
      return Base64.getDecoder().decode(unquoted(text)).length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** A SAS token in the form of a request: without the question mark, which the portal shows. */
  static String sas(String text) {
    String token = isUrl(text) ? of(text).sas() : unquoted(text);
    return token != null && token.startsWith("?") ? token.substring(1) : token;
  }

  /** The text without quotes around it, which a shell or a person may have left. */
  static String unquoted(String text) {
    String trimmed = text.trim();
    char first = trimmed.isEmpty() ? ' ' : trimmed.charAt(0);
    return trimmed.length() > 1
            && (first == '"' || first == '\'')
            && trimmed.charAt(trimmed.length() - 1) == first
        ? trimmed.substring(1, trimmed.length() - 1).trim()
        : trimmed;
  }
}
