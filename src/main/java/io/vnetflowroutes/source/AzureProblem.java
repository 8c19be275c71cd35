package io.vnetflowroutes.source;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.identity.CredentialUnavailableException;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobStorageException;
import io.vnetflowroutes.errors.Causes;
import io.vnetflowroutes.errors.TlsProblem;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * A problem at Azure, as one sentence that says who must do what.
 *
 * <p>The codes are those of docs/azure-flow-log-format.md#permissions-and-errors. Microsoft warns
 * that codes and texts may change, so the sentence repeats an unknown code as the service sent it.
 */
public final class AzureProblem {

  private static final int FIRST_REFUSAL = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int CONDITION_NOT_MET = 412;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int UNAVAILABLE = 503;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int FIRST_OF_THE_SERVICE = 500;
  private static final Pattern ENTRA_CODE = Pattern.compile("AADSTS\\d+");

  private static final Pattern LOST_CONNECTION =
      Pattern.compile("(?i)connection (was )?(reset|prematurely closed)|broken pipe|ended early");

  private static final String OTHER_CLOUD =
      "the tenant belongs to another national cloud; set authority-host to that cloud's";
  private static final String CONDITIONAL_ACCESS =
      "Conditional Access blocks the application; an administrator of the tenant must allow it";

  private static final Map<String, String> ENTRA =
      Map.ofEntries(
          Map.entry(
              "AADSTS7000215",
              "the client secret is wrong; set client-secret to the secret's value, not to its id"),
          Map.entry(
              "AADSTS7000222",
              "the client secret has expired; create a new one in Entra ID and set client-secret"),
          Map.entry(
              "AADSTS700027",
              "the certificate is not that of the application, or has expired; give Entra ID the one"
                  + " that client-certificate names"),
          Map.entry(
              "AADSTS700016",
              "the application is not known in this tenant; check client-id, tenant-id and the"
                  + " cloud's authority-host"),
          Map.entry(
              "AADSTS90002",
              "the tenant was not found; check tenant-id and the cloud's authority-host"),
          Map.entry("AADSTS90038", OTHER_CLOUD),
          Map.entry("AADSTS900382", OTHER_CLOUD),
          Map.entry("AADSTS900432", OTHER_CLOUD),
          Map.entry(
              "AADSTS7000112",
              "the application is disabled; an administrator of the tenant must enable it"),
          Map.entry("AADSTS53003", CONDITIONAL_ACCESS),
          Map.entry("AADSTS530032", CONDITIONAL_ACCESS),
          Map.entry("AADSTS90033", "Entra ID is busy; it is asked again later"));

  private static final Map<String, String> STORAGE =
      Map.ofEntries(
          Map.entry(
              "AuthorizationPermissionMismatch",
              "Permission denied: grant the application the role 'Storage Blob Data Reader' on the"
                  + " storage account (a new grant takes up to ten minutes), or give the SAS token"
                  + " the permissions read and list"),
          Map.entry(
              "AuthorizationFailure",
              "Permission denied: the account's network rules refuse this machine (allow its address in"
                  + " the firewall, or use a service or private endpoint), or the account does not"
                  + " allow this kind of credential (check 'Allow storage account key access', and"
                  + " the permissions of a SAS token)"),
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
              "InsufficientAccountPermissions",
              "Permission denied: the account gives nothing to read; check whether its secondary"
                  + " location may be read, and whether it is failing over"),
          Map.entry(
              "PublicAccessNotPermitted",
              "Authentication failed: the account wants credentials; set those of the source"),
          Map.entry(
              "BlobBeingRehydrated",
              "The blob is on its way out of the archive tier, which takes hours; wait for it"),
          Map.entry(
              "BlobArchived",
              "The blob is in the archive tier; rehydrate it, or exempt flow logs from the rule"),
          Map.entry(
              "ServerBusy",
              "The service is busy; if that lasts, the account serves more requests than it is made"
                  + " for"),
          Map.entry("OperationTimedOut", "The service did not answer in time"),
          Map.entry("InternalError", "The service has a problem of its own"));

  private AzureProblem() {}

  /** The sentence for an error, without the name of the requested object. */
  public static String sentence(Throwable error) {
    return Causes.of(error)
        .map(AzureProblem::known)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseGet(() -> innermost(error));
  }

  /** The same for a request for a token, which Entra ID may not answer, rather than the account. */
  public static String ofToken(Throwable error) {
    if (entraCode(error).isPresent()) {
      return sentence(error);
    }
    return Causes.of(error)
        .map(AzureProblem::withoutToken)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseGet(() -> sentence(error));
  }

  private static String withoutToken(Throwable cause) {
    String message = firstLine(String.valueOf(cause.getMessage()));
    if (cause instanceof CredentialUnavailableException) {
      return "Authentication failed: this machine has no such credential (" + message + ")";
    }
    return cause instanceof IOException
        ? "Connection failed: Entra ID cannot be reached ("
            + message
            + "); check authority-host, and that this machine may connect to it, perhaps by a"
            + " proxy (HTTPS_PROXY)"
        : null;
  }

  /** The HTTP status of the service's answer, or 0 if there was none. */
  public static int status(Throwable error) {
    return Causes.first(error, BlobStorageException.class)
        .map(BlobStorageException::getStatusCode)
        .orElse(0);
  }

  /** Whether a blob is no longer the listed one, so that the requested bytes do not exist. */
  public static boolean changed(Throwable error) {
    int status = status(error);
    return status == CONDITION_NOT_MET || status == RANGE_NOT_SATISFIABLE;
  }

  /** Whether a blob no longer exists. */
  public static boolean blobGone(Throwable error) {
    return Causes.first(error, BlobStorageException.class)
        .filter(answer -> BlobErrorCode.BLOB_NOT_FOUND.equals(answer.getErrorCode()))
        .isPresent();
  }

  /**
   * Whether there was no answer, or none about the requested object: no connection, no token, or a
   * busy service.
   */
  public static boolean unanswered(Throwable error) {
    int status = status(error);
    return status == 0 || status == TOO_MANY_REQUESTS || status >= FIRST_OF_THE_SERVICE;
  }

  /** Whether the credential was refused, by Entra ID or by the service. */
  public static boolean refused(Throwable error) {
    int status = status(error);
    return status == UNAUTHORIZED || status == FORBIDDEN || entraCode(error).isPresent();
  }

  private static Optional<String> entraCode(Throwable error) {
    return Causes.of(error)
        .map(cause -> ENTRA_CODE.matcher(String.valueOf(cause.getMessage())))
        .filter(Matcher::find)
        .map(Matcher::group)
        .findFirst();
  }

  private static String known(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    Matcher entra = ENTRA_CODE.matcher(message);
    if (entra.find()) {
      String code = entra.group();
      return "Authentication failed ("
          + code
          + "): "
          + ENTRA.getOrDefault(code, "Entra ID refused the credentials: " + withoutTrace(message));
    }
    if (cause instanceof BlobStorageException storage) {
      return storage(storage);
    }
    if (cause instanceof UnknownHostException) {
      return "Connection failed: the host '"
          + firstLine(message).replaceFirst(":.*", "")
          + "' is not known, or the name server fails; check storage-account-url, the cloud's suffix,"
          + " the private endpoint's DNS zone, and that this machine's name server answers";
    }
    if (cause instanceof SSLException) {
      return "Connection failed: "
          + TlsProblem.otherThanTrust(cause)
              .map("no TLS connection: "::concat)
              .orElseGet(
                  () ->
                      "no trusted TLS connection ("
                          + firstLine(message)
                          + "); if it is of an authority of your own, or of a proxy that inspects"
                          + " TLS, name that authority in flowlogs.trusted-certificates");
    }
    if (cause instanceof ConnectException
        || cause instanceof NoRouteToHostException
        || cause instanceof SocketTimeoutException
        || cause instanceof TimeoutException) {
      return "Connection failed: "
          + firstLine(message)
          + "; check storage-account-url, the proxy, and the way to a private endpoint";
    }
    boolean unreadable =
        cause instanceof HttpResponseException answer
            && answer.getResponse() != null
            && answer.getResponse().getStatusCode() < FIRST_REFUSAL;
    if (unreadable || cause instanceof NullPointerException || isBare(cause)) {
      return "The answer was not one of the service; check for a proxy on the way"
          + (cause.getMessage() == null ? "" : " (" + firstLine(message) + ")");
    }
    if (cause instanceof FileSystemException file) {
      return ofFile(file);
    }
    if (cause instanceof IOException && LOST_CONNECTION.matcher(message).find()) {
      return "Connection failed: it broke off (" + firstLine(message) + ")";
    }
    return null;
  }

  /** The sentence for an error of a directory. */
  private static String ofFile(FileSystemException error) {
    if (error instanceof AccessDeniedException) {
      return "Permission denied: the user that runs this program may not read '%s'; let it read files"
              .formatted(error.getFile())
          + " and enter folders there";
    }
    return error instanceof NoSuchFileException
        ? "No data found: '%s' is not there".formatted(error.getFile())
        : "'%s' cannot be read: %s; check the disk or the mount"
            .formatted(error.getFile(), String.valueOf(error.getReason()));
  }

  /** Whether an error is the one that the SDK throws for a listing that is not XML. */
  private static boolean isBare(Throwable cause) {
    return cause.getClass() == RuntimeException.class
        && cause.getMessage() == null
        && cause.getCause() == null;
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
      case TOO_MANY_REQUESTS, UNAVAILABLE ->
          "The service is busy; it is asked again later " + answer;
      default ->
          "The service answered "
              + answer.substring(1, answer.length() - 1)
              + redirect(error.getResponse());
    };
  }

  /** The target of a redirect, without the query, which may hold a SAS token. */
  private static String redirect(HttpResponse answer) {
    String target = answer == null ? null : answer.getHeaderValue(HttpHeaderName.LOCATION);
    return target == null
        ? ""
        : " and points to "
            + target.replaceFirst("\\?.*", "")
            + "; correct storage-account-url, or look for a proxy or login page on the way";
  }

  private static String innermost(Throwable error) {
    Throwable cause = Causes.root(error);
    return cause.getMessage() == null
        ? cause.getClass().getSimpleName()
        : firstLine(cause.getMessage());
  }

  /** Removes parts that differ at every request. */
  private static String withoutTrace(String message) {
    return firstLine(message.replaceFirst("(?s)\\s*\\(?Trace ID:.*", ""));
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return (end < 0 ? message : message.substring(0, end)).trim();
  }
}
