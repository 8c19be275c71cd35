package io.vnetflowroutes.source;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import java.util.function.Supplier;

/**
 * Gets tokens of Entra ID for another service than the storage account, with the same credential.
 * The SDK keeps a token until it is about to expire. Any thread may call it, and waits for the
 * answer.
 */
public final class EntraTokens implements Supplier<String> {

  private final AzureAccount account;
  private final AzureHttp http = new AzureHttp();
  private final TokenRequestContext request;
  private volatile TokenCredential credential;

  /**
   * @param scope what the token is for, such as {@code https://monitor.azure.com/.default}
   */
  public EntraTokens(AzureAccount account, String scope) {
    this.account = account;
    this.request = new TokenRequestContext().addScopes(scope);
    renew();
  }

  /** Forgets the token, because the service refused it. */
  public void renew() {
    credential = account.token(http);
  }

  @Override
  public String get() {
    return credential.getTokenSync(request).getToken();
  }

  /** The token, with the time at which it expires. */
  public AccessToken token() {
    return credential.getTokenSync(request);
  }
}
