package io.vnetflowroutes.source;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.AzureNamedKeyCredential;
import com.azure.core.credential.AzureSasCredential;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.BlobUrlParts;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import io.vnetflowroutes.source.AzureAccount.Credential;
import java.util.Map;
import java.util.TreeMap;
import reactor.core.publisher.Mono;

/**
 * A storage account's service, for listing and reading. Its credential can be changed while it is
 * in use, as secrets, keys and tokens are rotated.
 */
public final class AzureService {

  private static final int TRIES = 4;
  private static final int TRY_TIMEOUT_SECONDS = 60;
  private static final long FIRST_RETRY_MILLIS = 1_000;
  private static final long LAST_RETRY_MILLIS = 30_000;

  private final BlobServiceClient client;
  private AzureAccount account;
  private AzureNamedKeyCredential key;
  private AzureSasCredential sas;
  private Tokens tokens;

  /** Makes the client; nothing is asked of the service yet. */
  public AzureService(AzureAccount account) {
    this.account = account;
    BlobServiceClientBuilder builder =
        new BlobServiceClientBuilder()
            .addPolicy(new AzureCalls())
            .retryOptions(
                new RequestRetryOptions(
                    RetryPolicyType.EXPONENTIAL,
                    TRIES,
                    TRY_TIMEOUT_SECONDS,
                    FIRST_RETRY_MILLIS,
                    LAST_RETRY_MILLIS,
                    null));
    if (account.credential() == Credential.CONNECTION_STRING) {
      builder.connectionString(account.secret());
    } else {
      builder.endpoint(account.url());
    }
    if (keyName(account) != null) {
      key = new AzureNamedKeyCredential(keyName(account), keyOf(account));
      builder.credential(key);
    } else if (sasOf(account) != null) {
      sas = new AzureSasCredential(sasOf(account));
      builder.credential(sas);
    } else if (account.credential() != Credential.CONNECTION_STRING) {
      tokens = new Tokens(account.token());
      builder.credential(tokens);
    }
    this.client = builder.buildClient();
  }

  /** The client of the Azure SDK. */
  public BlobServiceClient client() {
    return client;
  }

  /**
   * Goes on with the credential that an account has now. Its URL and its way to authenticate stay.
   *
   * @return whether the credential is another one
   */
  public synchronized boolean renew(AzureAccount now) {
    boolean another = !now.equals(account);
    if (key != null && keyName(now) != null) {
      key.update(keyName(now), keyOf(now));
    } else if (sas != null && sasOf(now) != null) {
      sas.update(sasOf(now));
    } else if (tokens != null && tokens(now) && (another || now.certificate() != null)) {
      tokens.current = now.token();
    } else {
      return false;
    }
    account = now;
    return another;
  }

  private static boolean tokens(AzureAccount account) {
    return keyName(account) == null
        && sasOf(account) == null
        && account.credential() != Credential.CONNECTION_STRING;
  }

  /** The account's name, by which a key goes; {@code null} where there is no key. */
  private static String keyName(AzureAccount account) {
    return switch (account.credential()) {
      case SHARED_KEY -> BlobUrlParts.parse(account.url()).getAccountName();
      case CONNECTION_STRING -> parts(account).get("accountname");
      default -> null;
    };
  }

  private static String keyOf(AzureAccount account) {
    return account.credential() == Credential.SHARED_KEY
        ? account.secret()
        : parts(account).get("accountkey");
  }

  private static String sasOf(AzureAccount account) {
    return switch (account.credential()) {
      case SAS -> account.secret();
      case CONNECTION_STRING -> parts(account).get("sharedaccesssignature");
      default -> null;
    };
  }

  /** The parts of a connection string, {@code AccountName=name;AccountKey=key}. */
  private static Map<String, String> parts(AzureAccount account) {
    Map<String, String> parts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String part : account.secret().split(";", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals).trim(), part.substring(equals + 1));
      }
    }
    return parts;
  }

  /** Tokens by whatever credential there is now. */
  private static final class Tokens implements TokenCredential {

    private volatile TokenCredential current;

    Tokens(TokenCredential first) {
      this.current = first;
    }

    @Override
    public Mono<AccessToken> getToken(TokenRequestContext request) {
      return current.getToken(request);
    }

    @Override
    public AccessToken getTokenSync(TokenRequestContext request) {
      return current.getTokenSync(request);
    }
  }
}
