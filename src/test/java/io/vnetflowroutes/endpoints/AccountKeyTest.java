package io.vnetflowroutes.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.camel.GoodSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves what is said about an account key that cannot be one, or that has no account. */
final class AccountKeyTest {

  private static final String SOURCE = "flowlogs.source.prod.";

  @TempDir private Path folder;

  private List<String> problems(String url, String key) throws IOException {
    GoodSettings settings = GoodSettings.in(folder);
    settings.remove(SOURCE + "directory");
    settings.put(SOURCE + "storage-account-url", url);
    settings.put(SOURCE + "account-key", key);
    return settings.problems();
  }

  @Test
  void aKeyIsBase64() throws IOException {
    assertThat(problems("https://account.blob.core.windows.net", GoodSettings.SECRET))
        .containsExactly(
            SOURCE
                + "account-key is not Base64 text, as an account key is; copy it anew, whole, from"
                + " the portal");
    assertThat(problems("https://account.blob.core.windows.net", "bm90IGEga2V5")).isEmpty();
  }

  @Test
  void itsAccountHasAName() throws IOException {
    assertThat(problems("http://logs.example:10000", "bm90IGEga2V5"))
        .containsExactly(
            SOURCE
                + "storage-account-url names no account; put the account's name in front of the"
                + " host, behind it as a path, or set connection-string");
  }
}
