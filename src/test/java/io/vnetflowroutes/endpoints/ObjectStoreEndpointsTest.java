package io.vnetflowroutes.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobServiceClient;
import io.vnetflowroutes.camel.GoodSettings;
import io.vnetflowroutes.camel.IdleRoutes;
import io.vnetflowroutes.camel.RouteCheck;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.objects.OnceEndpoint;
import io.vnetflowroutes.settings.DestinationKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.camel.component.azure.storage.blob.BlobEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves that a destination in an object store writes to the account that its URI names. */
final class ObjectStoreEndpointsTest {

  private static final String KEY = "a2V5";
  private static final String LAKE = "flowlogs.destination.lake.uri";
  private static final String OWN = "?credentialType=SHARED_ACCOUNT_KEY&accessKey=RAW(" + KEY + ")";

  private final Path folder;
  private final GoodSettings settings;

  ObjectStoreEndpointsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.settings = GoodSettings.withShippedRoutes(folder);
    client("https://lakeaccount.blob.core.windows.net");
  }

  /** A client of one's own, as the docs show it. */
  private void client(String endpoint) throws IOException {
    Files.writeString(
        folder.resolve("routes/client.camel.yaml"),
        """
        - beans:
            - name: lakeClient
              type: com.azure.storage.blob.BlobServiceClient
              builderClass: com.azure.storage.blob.BlobServiceClientBuilder
              builderMethod: buildClient
              properties: {endpoint: "%s"}
        """
            .formatted(endpoint));
    settings.put(
        "camel.main.routesIncludePattern", "file:" + folder.resolve("routes/client.camel.yaml"));
  }

  private static BlobServiceClient client(IdleRoutes routes, Settings read, String name)
      throws Exception {
    Settings.Group<DestinationKeys> group =
        read.groups(DestinationKeys.GROUP).stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow();
    OnceEndpoint once = (OnceEndpoint) routes.endpoint(group);
    BlobEndpoint blobs = (BlobEndpoint) once.objects();
    blobs.start();
    return blobs.getBlobServiceClient();
  }

  @ParameterizedTest
  @CsvSource({"serviceClient", "blobServiceClient"})
  void aClientIsForTheDestinationThatNamesIt(String option) throws Exception {
    settings.put(LAKE, "azure-storage-blob:lakeaccount/lake?" + option + "=#lakeClient");
    settings.put("flowlogs.destination.other.uri", "azure-storage-blob:otheraccount/lake" + OWN);
    settings.put("flowlogs.allow", "lake, other");
    Settings read = settings.read();
    try (IdleRoutes routes = new IdleRoutes(read)) {
      assertThat(new RouteCheck(routes, List.of("lake", "other")).problems()).isEmpty();
      assertThat(client(routes, read, "lake"))
          .isSameAs(routes.context().getRegistry().lookupByName("lakeClient"));
      assertThat(client(routes, read, "other").getAccountUrl())
          .isEqualTo("https://otheraccount.blob.core.windows.net");
    }
  }

  @Test
  void theClientOfASourceIsForItsSource() throws Exception {
    Files.delete(folder.resolve("routes/client.camel.yaml"));
    settings.remove("camel.main.routesIncludePattern");
    settings.remove("flowlogs.source.prod.directory");
    settings.put(
        "flowlogs.source.prod.storage-account-url", "https://sourceaccount.blob.core.windows.net");
    settings.put("flowlogs.source.prod.account-key", KEY);
    settings.put(LAKE, "azure-storage-blob:otheraccount/lake" + OWN);
    Settings read = settings.read();
    try (IdleRoutes routes = new IdleRoutes(read)) {
      assertThat(new RouteCheck(routes, List.of("lake")).problems()).isEmpty();
      assertThat(client(routes, read, "lake").getAccountUrl())
          .isEqualTo("https://otheraccount.blob.core.windows.net");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://lakeaccount.blob.core.windows.net, lakeaccount",
    "https://lakeaccount.privatelink.blob.core.windows.net, lakeaccount",
    "https://lakeaccount.z12.blob.storage.azure.net, lakeaccount",
    "https://lakeaccount-secondary.blob.core.chinacloudapi.cn, lakeaccount",
    "http://127.0.0.1:10000/devstoreaccount1, devstoreaccount1",
    "http://azurite:10000/devstoreaccount1, devstoreaccount1",
    "https://lake.example.com, ",
  })
  void anAccountThatIsNotThatOfItsClientIsRefused(String endpoint, String account)
      throws Exception {
    client(endpoint);
    settings.put(LAKE, "azure-storage-blob:otheraccount/lake?serviceClient=#lakeClient");
    String refusal =
        "flowlogs.destination.lake.uri is wrong: it names the account 'otheraccount', but its client is of the account '%s'; name that account, or another client"
            .formatted(account);
    assertThat(problems()).isEqualTo(account == null ? Set.of() : Set.of(refusal));
    settings.put(
        LAKE,
        "azure-storage-blob:"
            + (account == null ? "any" : account)
            + "/lake?serviceClient=#lakeClient");
    assertThat(problems()).isEmpty();
  }

  private Set<String> problems() throws Exception {
    try (IdleRoutes routes = new IdleRoutes(settings.read())) {
      return new RouteCheck(routes, List.of("lake")).problems();
    }
  }
}
