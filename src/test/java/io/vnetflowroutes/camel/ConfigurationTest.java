package io.vnetflowroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.config.ConfigurationException;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.SourceKeys;
import io.vnetflowroutes.settings.SourceSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that a wrong configuration is refused with everything that is wrong, in sentences. */
class ConfigurationTest {

  private static final String SOURCE = "flowlogs.source.prod.";
  private static final String LAKE = "flowlogs.destination.lake.";

  private final Path folder;
  private final GoodSettings settings;

  ConfigurationTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.settings = GoodSettings.in(folder);
  }

  private void account(String... keysAndValues) {
    settings.remove(SOURCE + "directory");
    settings.put(SOURCE + "storage-account-url", "https://account.blob.core.windows.net");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      settings.put(SOURCE + keysAndValues[i], keysAndValues[i + 1]);
    }
  }

  @Test
  void theShippedFileRunsAsItIs() throws ConfigurationException {
    Settings shipped = Configuration.read(Path.of("application.properties"), Map.of(), Map.of());
    assertThat(shipped.groups(SourceKeys.GROUP)).hasSize(1);
    assertThat(shipped.get(ProgramKeys.ALLOW)).isNotEmpty();
  }

  @Test
  void goodSettingsHaveNoProblems() throws IOException {
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void aSourceIsNeeded() throws IOException {
    settings.remove(SOURCE + "directory");
    assertThat(settings.problems())
        .singleElement()
        .asString()
        .contains("no source", "flowlogs.source.NAME");
  }

  @Test
  void aSourceNeedsAnAccountOrADirectoryAndNotBoth() throws IOException {
    settings.remove(SOURCE + "directory");
    settings.put(SOURCE + "region", "eastus");
    assertThat(settings.problems())
        .singleElement()
        .asString()
        .contains(SOURCE + "storage-account-url");
    account("directory", folder.toString());
    assertThat(settings.problems())
        .singleElement()
        .asString()
        .contains(SOURCE + "storage-account-url", SOURCE + "directory");
  }

  @Test
  void theDirectoryMustExist() throws IOException {
    settings.put(SOURCE + "directory", folder.resolve("gone").toString());
    assertThat(settings.problems())
        .singleElement()
        .asString()
        .contains(SOURCE + "directory", "gone");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tenant-id=t,client-id=c,client-secret=s|",
        "account-key=a2V5|",
        "sas-token=sv=1|",
        "credential=default|",
        "credential=managed-identity|",
        "credential=managed-identity,client-id=c|",
        "tenant-id=t|client-id,client-secret",
        "tenant-id=t,client-id=c|client-secret",
        "client-secret=s|tenant-id,client-id",
        "credential=client-secret|tenant-id,client-id,client-secret",
        "credential=client-certificate|tenant-id,client-id,client-certificate",
        "credential=shared-key|account-key",
        "credential=sas|sas-token",
        "credential=connection-string|connection-string",
      })
  void aCredentialSaysWhatItLacks(String given, String missing) throws IOException {
    account(given.split("[=,]", -1).length % 2 == 0 ? given.split("[=,]", -1) : new String[0]);
    if (given.startsWith("sas-token")) {
      settings.put(SOURCE + "sas-token", "sv=1");
    }
    List<String> expected = missing == null ? List.of() : List.of(missing.split(",", -1));
    assertThat(settings.problems()).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(settings.problems().get(i)).startsWith(SOURCE + expected.get(i) + " is missing");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://account.blob.core.windows.net|sas-token=?sv=1&sig=s3cr3t-value|",
        "|sas-token=https://account.blob.core.windows.net/logs?sv=1&sig=s3cr3t-value|",
        "https://account.blob.core.windows.net/"
            + "|sas-token='https://account.blob.core.windows.net/logs?sv=1&sig=s3cr3t-value'|",
        "https://other.blob.core.windows.net"
            + "|sas-token=https://account.blob.core.windows.net/logs?sv=1&sig=s3cr3t-value"
            + "|name two: https://other.blob.core.windows.net and https://account.blob.core",
        "https://account.blob.core.windows.net/logs|account-key=a2V5|",
        "https://account.blob.core.windows.net/logs|container=logs|",
        "https://account.blob.core.windows.net/logs|container=others"
            + "|name two: logs and others; leave one of them out",
        "https://account.blob.core.windows.net/?sv=1&sig=s3cr3t-value|credential=sas,sas-token=sv=1"
            + "|storage-account-url holds a SAS token, which would be printed; set",
        "https://account.blob.core.windows.net/?sv=1&sig=s3cr3t-value|account-key=a2V5"
            + "|storage-account-url holds a SAS token, which would be printed; set",
        "https://account.blob.core.windows.net"
            + "|sas-token=AccountName=account;AccountKey=s3cr3t-value"
            + "|sas-token cannot be used: it is a connection string; set connection-string",
        "|connection-string=https://account.blob.core.windows.net/?sig=s3cr3t-value"
            + "|connection-string cannot be used: it is a URL; set sas-token to it instead",
        "|connection-string=AccountName=account;AccountKey=a2V5|",
        "|connection-string=BlobEndpoint=https://account.blob.core.windows.net/logs;"
            + "SharedAccessSignature=sv=1&sig=s3cr3t-value|",
      },
      quoteCharacter = '\0')
  void theAccountIsToldInEveryFormThatAzureShows(String url, String given, String says)
      throws IOException {
    settings.remove(SOURCE + "directory");
    if (url != null) {
      settings.put(SOURCE + "storage-account-url", url);
    }
    for (String setting : given.split(",", -1)) {
      settings.put(SOURCE + setting.split("=", 2)[0], setting.split("=", 2)[1]);
    }
    if (given.startsWith("container")) {
      settings.put(SOURCE + "account-key", "a2V5");
    }
    assertThat(settings.problems()).hasSize(says == null ? 0 : 1);
    assertThat(settings.problems().toString()).contains(says == null ? "" : says);
  }

  @Test
  void theCertificateMustBeReadable() throws IOException {
    account("tenant-id", "t", "client-id", "c", "client-certificate", folder + "/gone.pem");
    assertThat(settings.problems())
        .singleElement()
        .asString()
        .contains(SOURCE + "client-certificate", "gone.pem");
  }

  @ParameterizedTest
  @ValueSource(strings = {"allow", "deny"})
  void unknownDestinationsAreNamedWithTheOnesThereAre(String decision) throws IOException {
    settings.put("flowlogs." + decision, "lake, siem");
    assertThat(settings.problems())
        .singleElement()
        .asString()
        .contains("flowlogs." + decision, "'siem'", "lake");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "compression=gzip,uri=kafka:flows|" + LAKE + "compression|Kafka",
        "compression=zstd,uri=kafka:flows|" + LAKE + "compression|is zstd, but Kafka",
        "format=parquet,uri=kafka:flows|" + LAKE + "format|one record a flow to Kafka",
        "format=parquet,framing=lines,uri=file:out|" + LAKE + "framing|a file of its own kind",
        "format=parquet,framing=array,uri=file:out|" + LAKE + "framing|a file of its own kind",
        "gather=65MB & 1h,uri=https://host/path|"
            + LAKE
            + "gather|only files and objects may be larger",
        "gather=5GB & 1h,uri=azure-storage-blob:a/c|"
            + LAKE
            + "gather|a size of more than 4GB; object stores",
        "key=sourceip,uri=kafka:flows|" + LAKE + "key|src_ip",
        "uri=|" + LAKE + "uri|",
        "framing=records,uri=file:out|" + LAKE + "framing|",
        "framing=records,uri=https://host/path|" + LAKE + "framing|",
        "framing=array,format=csv,uri=https://host/path|" + LAKE + "framing|csv is not JSON",
        "framing=array,format=cef,uri=file:out|" + LAKE + "framing|cef is not JSON",
        "cef-version=1,format=ecs,uri=file:out|" + LAKE + "cef-version|for cef only",
        "ocsf-version=1.3.0,format=ecs,uri=file:out|" + LAKE + "ocsf-version|ocsf and ocsf-parquet",
        "ocsf-version=1.2.0,format=ocsf,uri=file:out|" + LAKE + "ocsf-version|1.1.0, 1.3.0",
        "cef-version=2,format=cef,uri=file:out|" + LAKE + "cef-version|one of 0, 1",
        "key=src_ip,format=raw,uri=kafka:flows|" + LAKE + "key|whole records",
        "format=esc,uri=file:out|"
            + LAKE
            + "format|one of asim, cef, csv, ecs, flat, ocsf, ocsf-parquet, parquet, raw, udm",
      })
  void aDestinationSaysWhatDoesNotFit(String given, String key, String says) throws IOException {
    settings.remove(LAKE + "uri");
    for (String setting : given.split(",", -1)) {
      String[] both = setting.split("=", 2);
      settings.put(LAKE + both[0], both[1].replace(" &", ","));
    }
    assertThat(settings.problems()).isNotEmpty().first().asString().contains(key);
    assertThat(settings.problems().get(0)).contains(says == null ? "" : says);
  }

  @Test
  void aWorkloadIdentityOutsideItsPodSaysWhatItNeeds() throws IOException {
    account("credential", "workload-identity");
    assertThat(settings.problems())
        .singleElement()
        .asString()
        .contains("AZURE_FEDERATED_TOKEN_FILE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flat|time, src_pi|has 'src_pi', but there is no such field; did you mean src_ip?",
        "csv|-rules|has 'rules', but there is no such field; did you mean rule?",
        "flat|time; src_ip|has 'time; src_ip', but must be a list such as",
        "ecs|time|is set, but the format ecs has the fields of its schema; only csv, flat, parquet let"
            + " them be chosen",
        "flat|time, src_ip as from, * |",
        "csv|-rule,-acl_id|",
      })
  void fieldsAreThoseThatThereAre(String format, String fields, String says) throws IOException {
    settings.put(LAKE + "format", format);
    settings.put(LAKE + "fields", fields);
    assertThat(settings.problems()).hasSize(says == null ? 0 : 1);
    assertThat(settings.problems().toString())
        .contains(says == null ? "" : LAKE + "fields " + says);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "drop.states|B, C|",
        "drop.rules|DefaultRule_*|",
        "sample|100|",
        "drop.cidrs||",
        "drop.states|b|is 'b', but must be state letters such as B or D, separated by commas",
        "drop.dst-cidrs|10.0.0.1/8|is '10.0.0.1/8', but must be networks such as 10.0.0.0/8",
        "drop.scopes|inside|is 'inside', but must be some of internal, internet-inbound,",
        "sample|0|is '0', but must be a whole number from 1 to 1000000",
        "drop.state|B|is not a known key; did you mean flowlogs.destination.lake.drop.states?",
      })
  void whatIsLeftOutIsChecked(String key, String value, String says) throws IOException {
    settings.put(LAKE + key, value == null ? "" : value);
    assertThat(settings.problems()).hasSize(says == null ? 0 : 1);
    assertThat(settings.problems().toString())
        .contains(says == null ? "" : LAKE + key + ' ' + says);
  }

  @ParameterizedTest
  @CsvSource({"drop.states, B", "sample, 10"})
  void wholeRecordsAreNotFiltered(String key, String value) throws IOException {
    settings.put(LAKE + "format", "raw");
    settings.put(LAKE + key, value);
    assertThat(settings.problems())
        .containsExactly(
            LAKE + key + " is set, but the format raw writes whole records with all their flows");
  }

  @Test
  void theNameOfTheDeadLetterIsTaken() throws IOException {
    settings.put("flowlogs.destination.dead-letter.uri", "file:x");
    assertThat(settings.problems()).singleElement().asString().contains("flowlogs.dead-letter");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "network-security-group=*|",
        "network-security-group=hub-nsg,resource-group=rg,subscription-id=s|",
        "network-security-group=*,region=*,flow-log=*|",
        "network-security-group=*,container=insights-logs-networksecuritygroupflowevent|",
        "network-security-group=*,container=archive|",
        "container=insights-logs-networksecuritygroupflowevent,resource-group=rg|",
        "network-security-group=*,virtual-network=hub|virtual-network",
        "network-security-group=*,region=eastus,flow-log=x|region,flow-log",
        "network-security-group=*,container=insights-logs-flowlogflowevent|container",
        "container=insights-logs-networksecuritygroupflowevent,virtual-network=v|virtual-network",
      })
  void aSourceIsOfOneKindOfFlowLog(String given, String wrong) throws IOException {
    account(given.split("[=,]", -1));
    settings.put(SOURCE + "account-key", "a2V5");
    List<String> expected = wrong == null ? List.of() : List.of(wrong.split(",", -1));
    assertThat(settings.problems()).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(settings.problems().get(i)).startsWith(SOURCE + expected.get(i));
    }
  }

  @ParameterizedTest
  @CsvSource({
    ", insights-logs-flowlogflowevent",
    "network-security-group=*, insights-logs-networksecuritygroupflowevent",
    "network-security-group=hub-nsg, insights-logs-networksecuritygroupflowevent",
    "container=archive, archive",
    "storage-account-url=https://account.blob.core.windows.net/archive, archive",
  })
  void theContainerIsThatOfTheKind(String given, String container)
      throws IOException, ConfigurationException {
    account("account-key", "a2V5");
    if (given != null) {
      account(given.split("=", -1));
    }
    Settings.Group<SourceKeys> source = settings.read().groups(SourceKeys.GROUP).get(0);
    assertThat(SourceSettings.containerName(source)).isEqualTo(container);
  }

  @Test
  void theFolderOfRoutesMustExist() throws IOException {
    settings.put("flowlogs.routes", folder.resolve("none").toString());
    assertThat(settings.problems()).singleElement().asString().contains("flowlogs.routes", "none");
  }

  @Test
  void allProblemsComeAtOnce() throws IOException {
    settings.put("flowlogs.delay", "soon");
    settings.put("flowlogs.dely", "1m");
    settings.put(SOURCE + "directory", folder.resolve("gone").toString());
    settings.put("flowlogs.deny", "siem");
    settings.put("flowlogs.routes", folder.resolve("none").toString());
    settings.put("flowlogs.source.other.region", "x");
    assertThat(settings.problems()).hasSize(6).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "region",
        "virtual-network",
        "resource-group",
        "subscription-id",
        "container",
        "network-security-group"
      })
  void anEmptyValueIsASentenceOrTheDefault(String key) throws IOException {
    account("account-key", "a2V5", key, "");
    assertStartsOrSaysSo();
  }

  @ParameterizedTest
  @CsvSource({
    "flowlogs.start, 0",
    "flowlogs.start, 0s",
    "flowlogs.start, 999999999d",
    "flowlogs.delay, 999999999d",
    "flowlogs.recheck, 999999999d",
    "flowlogs.source.prod.connection-string, " + GoodSettings.SECRET,
    "flowlogs.source.prod.authority-host, http://127.0.0.1:1/",
    "flowlogs.source.prod.storage-account-url, http://account.example.com",
  })
  void whatIsAcceptedCanBeStarted(String key, String value) throws IOException {
    if (key.endsWith("connection-string")) {
      settings.remove(SOURCE + "directory");
    } else if (key.endsWith("authority-host") || key.endsWith("storage-account-url")) {
      account("tenant-id", "t", "client-id", "c", "client-secret", GoodSettings.SECRET);
    }
    settings.put(key, value);
    assertStartsOrSaysSo();
  }

  private void assertStartsOrSaysSo() throws IOException {
    try {
      new Application(settings.read(), Optional::empty).close();
    } catch (ConfigurationException e) {
      assertThat(e.problems()).isNotEmpty();
      assertThat(e.getMessage()).doesNotContain(GoodSettings.SECRET);
    }
  }
}
