package io.vnetflowroutes.source;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import java.util.function.Supplier;

/**
 * Tokens of Entra ID for another service than the storage account, by the same credential. The SDK
 * keeps a token until it is about to expire. Any thread may ask, and waits for the answer.
 */
public final class EntraTokens implements Supplier<String> {

  private final TokenCredential credential;
  private final TokenRequestContext request;

  /**
   * @param scope what the token is for, such as {@code https://monitor.azure.com/.default}
   */
  public EntraTokens(AzureAccount account, String scope) {
    this.credential = account.token(new AzureHttp());
    this.request = new TokenRequestContext().addScopes(scope);
  }

  @Override
  public String get() {
    return credential.getTokenSync(request).getToken();
  }

  /** The same with the time at which it expires. */
  public AccessToken token() {
    return credential.getTokenSync(request);
  }
}
