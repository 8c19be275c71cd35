package io.vnetflowroutes.source;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.AzureNamedKeyCredential;
import com.azure.core.credential.AzureSasCredential;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import reactor.core.publisher.Mono;

/**
 * A storage account's service, for listing and reading. Its credential can change while it is in
 * use, when secrets, keys and tokens are rotated. Any thread may call it.
 */
public final class AzureService {

  private static final int TRIES = 4;
  private static final int TRY_TIMEOUT_SECONDS = 60;
  private static final long FIRST_RETRY_MILLIS = 1_000;
  private static final long LAST_RETRY_MILLIS = 30_000;

  private final HttpClient http = new AzureHttp();
  private final BlobServiceClient client;
  private AzureAccount account;
  private AzureNamedKeyCredential key;
  private AzureSasCredential sas;
  private Tokens tokens;

  /** Makes the client, without a request to the service. */
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
    Access access = Access.of(account);
    builder.endpoint(access.endpoint()).httpClient(http);
    if (access.key() != null) {
      key = new AzureNamedKeyCredential(access.accountName(), access.key());
      builder.credential(key);
    } else if (access.sas() != null) {
      sas = new AzureSasCredential(access.sas());
      builder.credential(sas);
    } else {
      tokens = new Tokens(account.token(http));
      builder.credential(tokens);
    }
    this.client = builder.buildClient();
  }

  /** The client of the Azure SDK. */
  public BlobServiceClient client() {
    return client;
  }

  /**
   * Continues with the credential that an account has now. Its URL and its way to authenticate
   * stay.
   *
   * @return whether the credential is another one
   */
  public synchronized boolean renew(AzureAccount now) {
    boolean another = !now.equals(account);
    Access access = Access.of(now);
    if (key != null && access.key() != null) {
      key.update(access.accountName(), access.key());
    } else if (sas != null && access.sas() != null) {
      sas.update(access.sas());
    } else if (tokens != null
        && now.credential().usesEntra()
        && (another || now.certificate() != null)) {
      tokens.current = now.token(http);
    } else {
      return false;
    }
    account = now;
    return another;
  }

  /** Asks Entra ID for a token, as the first request to the account would. */
  public AccessToken askForToken() {
    return account.token(http).getTokenSync(AzureAccount.storageToken());
  }

  /** Access to an account without a token: a key with the account's name, or a SAS token. */
  private record Access(String endpoint, String accountName, String key, String sas) {

    static Access of(AzureAccount account) {
      return switch (account.credential()) {
        case CONNECTION_STRING -> of(ConnectionString.of(account.secret()));
        case SHARED_KEY -> {
          String endpoint = StorageUrl.of(account.url()).endpoint();
          yield new Access(
              endpoint,
              StorageUrl.accountName(endpoint),
              StorageUrl.unquoted(account.secret()),
              null);
        }
        case SAS -> {
          String url = account.url() == null ? account.secret() : account.url();
          yield new Access(
              StorageUrl.of(url).endpoint(), null, null, StorageUrl.sas(account.secret()));
        }
        default -> new Access(StorageUrl.of(account.url()).endpoint(), null, null, null);
      };
    }

    private static Access of(ConnectionString text) {
      return new Access(text.endpoint(), text.accountName(), text.key(), text.sas());
    }
  }

  /** Gets tokens with the present credential. */
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
