package io.vnetflowroutes.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves that every form of a connection string that Azure's tools give is understood. */
class ConnectionStringTest {

  private static final String SAS = "sv=2021-08-06&ss=b&srt=sco&sp=rl&sig=CWfV%2Bl%3D";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DefaultEndpointsProtocol=https;AccountName=acc;AccountKey=a2V5Cg==;"
            + "EndpointSuffix=core.windows.net|https://acc.blob.core.windows.net|||a2V5Cg==",
        "AccountName=acc;AccountKey=a2V5|https://acc.blob.core.windows.net|||a2V5",
        "AccountKey=a2V5;AccountName=acc;EndpointSuffix=core.chinacloudapi.cn;|"
            + "https://acc.blob.core.chinacloudapi.cn|||a2V5",
        "defaultendpointsprotocol=http;accountname=acc;accountkey=a2V5|"
            + "http://acc.blob.core.windows.net|||a2V5",
        "BlobEndpoint=https://acc.blob.core.windows.net/;QueueEndpoint=https://acc.queue.core."
            + "windows.net/;FileEndpoint=https://acc.file.core.windows.net/;TableEndpoint=https://"
            + "acc.table.core.windows.net/;SharedAccessSignature=SAS|"
            + "https://acc.blob.core.windows.net||SAS|",
        "BlobEndpoint=https://acc.blob.core.windows.net/;SharedAccessSignature=?SAS|"
            + "https://acc.blob.core.windows.net||SAS|",
        "SharedAccessSignature=SAS;AccountName=acc|https://acc.blob.core.windows.net||SAS|",
        "BlobEndpoint=https://acc.blob.core.windows.net/logs;SharedAccessSignature=SAS|"
            + "https://acc.blob.core.windows.net|logs|SAS|",
        "BlobEndpoint=https://acc.blob.core.windows.net/logs?SAS|"
            + "https://acc.blob.core.windows.net|logs|SAS|",
        "BlobEndpoint=http://127.0.0.1:10010/devstoreaccount1/;SharedAccessSignature=SAS|"
            + "http://127.0.0.1:10010/devstoreaccount1||SAS|",
        "BlobEndpoint=http://127.0.0.1:10010/devstoreaccount1/logs/;SharedAccessSignature=SAS|"
            + "http://127.0.0.1:10010/devstoreaccount1|logs|SAS|",
        "'AccountName=acc;AccountKey=a2V5'|https://acc.blob.core.windows.net|||a2V5",
        "\"AccountName=acc; AccountKey=a2V5; \"|https://acc.blob.core.windows.net|||a2V5",
        "AccountName=acc;AccountKey=\"a2V5\";|https://acc.blob.core.windows.net|||a2V5",
        "BlobEndpoint=https://acc.blob.core.windows.net:443/logs;AccountKey=a2V5|"
            + "https://acc.blob.core.windows.net|logs||a2V5",
        "AccountName=acc;AccountKey=a2V5;BlobEndpoint=https://logs.example.com|"
            + "https://logs.example.com|||a2V5",
      },
      quoteCharacter = '\0')
  void everyFormIsUnderstood(
      String text, String endpoint, String container, String sas, String key) {
    ConnectionString parts =
        ConnectionString.of(text.replace("SAS", SAS).replace(SAS + "=", "SAS="));
    assertThat(parts.endpoint()).isEqualTo(endpoint);
    assertThat(parts.container()).isEqualTo(container);
    assertThat(parts.sas()).isEqualTo(sas == null ? null : SAS);
    assertThat(parts.key()).isEqualTo(key);
    assertThat(parts.accountName()).isIn("acc", "devstoreaccount1");
  }

  @Test
  void theEmulatorHasAFormOfItsOwn() {
    ConnectionString here = ConnectionString.of("UseDevelopmentStorage=true;");
    assertThat(here.endpoint()).isEqualTo("http://127.0.0.1:10000/devstoreaccount1");
    assertThat(here.accountName()).isEqualTo("devstoreaccount1");
    assertThat(here.key()).startsWith("Eby8");
    assertThat(
            ConnectionString.of(
                    "UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://azurite")
                .endpoint())
        .isEqualTo("http://azurite:10000/devstoreaccount1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://acc.blob.core.windows.net/?sv=1&sig=s3cr3t|it is a URL; set sas-token to it",
        "?sv=1&se=2&sig=s3cr3t|it is a SAS token; set sas-token to it",
        "AccountKey=s3cr3t|it names neither BlobEndpoint nor AccountName",
        "AccountName=acc|it holds neither AccountKey nor SharedAccessSignature",
        "BlobEndpoint=https://acc.blob.core.windows.net|it holds neither AccountKey nor Shared",
        "BlobEndpoint=acc.blob.core.windows.net;AccountKey=s3cr3t|it must be a URL such as https:",
        "Endpoint=sb://x.servicebus.windows.net/;SharedAccessKey=s3cr3t|it is not that of a storage",
        "s3cr3t|it names neither BlobEndpoint nor AccountName",
      })
  void anyOtherIsRefusedWithoutBeingShown(String text, String sentence) {
    Throwable refusal = catchThrowable(() -> ConnectionString.of(text));
    assertThat(refusal)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("s3cr3t");
  }
}
