package io.vnetflowroutes.source;

import com.azure.identity.CredentialUnavailableException;
import com.azure.storage.blob.models.BlobStorageException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * What went wrong at Azure, as one sentence that says who must do what.
 *
 * <p>The codes are those of azure-flow-logs.md, section 7. Microsoft warns that codes and texts may
 * change, so an unknown one is passed on as the service gave it.
 */
public final class AzureProblem {

  private static final Pattern ENTRA_CODE = Pattern.compile("AADSTS\\d+");

  private static final Map<String, String> ENTRA =
      Map.of(
          "AADSTS7000215",
          "the client secret is wrong; set client-secret to the secret's value, not to its id",
          "AADSTS7000222",
          "the client secret has expired; create a new one in Entra ID and set client-secret",
          "AADSTS700016",
          "the application is not known in this tenant; check client-id, tenant-id and the cloud's"
              + " authority-host",
          "AADSTS90002",
          "the tenant was not found; check tenant-id and the cloud's authority-host",
          "AADSTS90038",
          "the tenant belongs to another national cloud; set authority-host to that cloud's",
          "AADSTS900382",
          "the tenant belongs to another national cloud; set authority-host to that cloud's",
          "AADSTS900432",
          "the tenant belongs to another national cloud; set authority-host to that cloud's",
          "AADSTS7000112",
          "the application is disabled; an administrator of the tenant must enable it",
          "AADSTS53003",
          "Conditional Access blocks the application; an administrator of the tenant must allow it",
          "AADSTS530032",
          "Conditional Access blocks the application; an administrator of the tenant must allow it");

  private static final Map<String, String> STORAGE =
      Map.ofEntries(
          Map.entry(
              "AuthorizationPermissionMismatch",
              "Permission denied: grant the application the role 'Storage Blob Data Reader' on the"
                  + " storage account (a new grant takes up to ten minutes), or give the SAS token"
                  + " the permissions read and list"),
          Map.entry(
              "AuthorizationFailure",
              "Permission denied: the account's network rules refuse this machine; allow its address"
                  + " in the firewall, or use a service or private endpoint"),
          Map.entry(
              "AuthenticationFailed",
              "Authentication failed: the SAS token or account key is wrong, expired or rotated, or"
                  + " this machine's clock is off"),
          Map.entry(
              "KeyBasedAuthenticationNotPermitted",
              "Authentication failed: the account does not allow shared keys; use an Entra ID"
                  + " credential"),
          Map.entry(
              "AuthorizationServiceMismatch",
              "Permission denied: the SAS token is not for the blob service"),
          Map.entry(
              "AuthorizationResourceTypeMismatch",
              "Permission denied: the SAS token does not cover containers and objects"),
          Map.entry(
              "AuthorizationSourceIPMismatch",
              "Permission denied: the SAS token is not valid from this machine's address"),
          Map.entry(
              "AuthorizationProtocolMismatch",
              "Permission denied: the SAS token demands https; use it in storage-account-url"),
          Map.entry(
              "AccountIsDisabled",
              "Permission denied: the storage account is disabled; check its subscription"),
          Map.entry(
              "NoAuthenticationInformation",
              "Authentication failed: the service saw no credentials it knows; check tenant-id and"
                  + " the cloud's authority-host"),
          Map.entry(
              "InvalidAuthenticationInfo",
              "Authentication failed: the token is not for this account's tenant or cloud; check"
                  + " tenant-id and authority-host"),
          Map.entry(
              "ContainerNotFound",
              "No data found: the container does not exist; check storage-account-url and container,"
                  + " and that a flow log writes here (the first blob comes 5 to 15 minutes after"
                  + " it was enabled; NSG flow logs need network-security-group to be set)"),
          Map.entry("ContainerBeingDeleted", "No data found: the container is being deleted"),
          Map.entry(
              "BlobArchived",
              "The blob is in the archive tier; rehydrate it, or exempt flow logs from the rule"),
          Map.entry("ServerBusy", "The service is busy; the read is tried again at the next poll"),
          Map.entry(
              "OperationTimedOut",
              "The service did not answer in time; the read is tried again at the next poll"));

  private AzureProblem() {}

  /** The sentence for an error, without the name of what was asked for. */
  public static String sentence(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      String sentence = known(cause);
      if (sentence != null) {
        return sentence;
      }
    }
    return innermost(error);
  }

  /** The same where a token was asked for, so that not the account but Entra ID may be away. */
  public static String ofToken(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (ENTRA_CODE.matcher(String.valueOf(cause.getMessage())).find()) {
        return sentence(error);
      }
    }
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      String message = firstLine(String.valueOf(cause.getMessage()));
      if (cause instanceof CredentialUnavailableException) {
        return "Authentication failed: this machine has no such credential (" + message + ")";
      }
      if (cause instanceof IOException) {
        return "Connection failed: Entra ID cannot be reached ("
            + message
            + "); check authority-host, and that this machine may connect to it, perhaps by a"
            + " proxy (HTTPS_PROXY)";
      }
    }
    return sentence(error);
  }

  /** The HTTP status of the service's answer, or 0 where there was none. */
  public static int status(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof BlobStorageException storage) {
        return storage.getStatusCode();
      }
    }
    return 0;
  }

  private static String known(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    Matcher entra = ENTRA_CODE.matcher(message);
    if (entra.find()) {
      String code = entra.group();
      return "Authentication failed ("
          + code
          + "): "
          + ENTRA.getOrDefault(code, "Entra ID refused the credentials: " + firstLine(message));
    }
    if (cause instanceof BlobStorageException storage) {
      return storage(storage);
    }
    if (cause instanceof UnknownHostException) {
      return "Connection failed: the host '"
          + firstLine(message).replaceFirst(":.*", "")
          + "' is not known; check storage-account-url, the cloud's suffix and the private"
          + " endpoint's DNS zone";
    }
    if (cause instanceof SSLException) {
      return "Connection failed: no trusted TLS connection ("
          + firstLine(message)
          + "); if a proxy of yours shows its own certificate, give Java a trust store with that"
          + " (-Djavax.net.ssl.trustStore)";
    }
    if (cause instanceof ConnectException
        || cause instanceof NoRouteToHostException
        || cause instanceof SocketTimeoutException
        || cause instanceof TimeoutException) {
      return "Connection failed: "
          + firstLine(message)
          + "; check storage-account-url, the proxy, and the way to a private endpoint";
    }
    return null;
  }

  private static String storage(BlobStorageException error) {
    String code = error.getErrorCode() == null ? "" : error.getErrorCode().toString();
    String advice = STORAGE.get(code);
    String answer = "(" + (error.getStatusCode() + " " + code).trim() + ")";
    if (advice != null) {
      return advice + " " + answer;
    }
    return switch (error.getStatusCode()) {
      case 401 -> "Authentication failed: the service refused the credentials " + answer;
      case 403 -> "Permission denied: the service refused access " + answer;
      default -> "The service answered " + answer.substring(1, answer.length() - 1);
    };
  }

  private static String innermost(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null
        ? cause.getClass().getSimpleName()
        : firstLine(cause.getMessage());
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return (end < 0 ? message : message.substring(0, end)).trim();
  }
}
