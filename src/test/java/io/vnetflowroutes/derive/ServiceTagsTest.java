package io.vnetflowroutes.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.DerivedLists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves which service tag and region an address gets of the several it is in. */
class ServiceTagsTest {

  @ParameterizedTest
  @CsvSource({
    "20.10.127.193, AzureCloud, eastus2",
    "20.10.1.1, AzureCloud,",
    "52.239.152.74, Storage, westeurope",
    "20.150.1.1, Storage,",
    "2603:1020:206:402::1, Storage, westeurope",
    "20.21.37.33, AzureFrontDoor.Frontend,",
    "168.63.129.16, AzurePlatformDNS,",
    "8.8.8.8,,",
    "10.0.0.1,,",
  })
  void theTagThatTellsMostCounts(String address, String service, String region) throws IOException {
    ServiceTags tags = ServiceTags.read(DerivedLists.SERVICE_TAGS).value();
    assertThat(tags.service(Cidr.of(address).address())).isEqualTo(service);
    assertThat(tags.region(Cidr.of(address).address())).isEqualTo(region);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"values\":[]}",
        "{\"values\":[{\"name\":\"A\"",
        "no JSON",
        "{\"values\":[{\"name\":\"A\",\"properties\":{\"addressPrefixes\":[\"10.0.0.0/99\"]}}]}"
      })
  void whatIsNoSuchFileIsRefused(String text, @TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("tags.json"), text);
    assertThatThrownBy(() -> ServiceTags.read(file)).isInstanceOf(IOException.class);
  }

  @Test
  void fieldsThatAreNewDoNotMatter(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("tags.json"),
            "{\"new\":{\"values\":[1]},\"values\":[{\"properties\":{\"new\":[{\"region\":\"x\"}],"
                + "\"region\":\"r\",\"addressPrefixes\":[\"1.0.0.0/8\"]},\"name\":\"Sql.R\"}]}");
    ServiceTags tags = ServiceTags.read(file).value();
    assertThat(tags.service(Cidr.of("1.2.3.4").address())).isEqualTo("Sql");
    assertThat(tags.region(Cidr.of("1.2.3.4").address())).isEqualTo("r");
  }

  @Test
  void whatIsNoNetworkIsLeftOutAndSaid(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("tags.json"),
            "\ufeff{\"values\":[{\"name\":\"A\",\"properties\":{\"addressPrefixes\":"
                + "[\"10.0.0.0/99\",\"1.0.0.0/8\",\"2.0.0.1/8\"]}}]}");
    Loaded<ServiceTags> tags = ServiceTags.read(file);
    assertThat(tags.value().service(Cidr.of("1.2.3.4").address())).isEqualTo("A");
    assertThat(tags.problem())
        .startsWith(
            "2 networks are no networks and are left out, the first is of tag A: '10.0.0.0/99' is");
  }
}
