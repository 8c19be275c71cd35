package io.vnetflowroutes.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.files.SameName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that file endpoints keep our promises and all other URIs stay as the user wrote them. */
class DestinationUriTest {

  @ParameterizedTest
  @CsvSource({
    "file:out, file:out?sameName=KEEP_BOTH&tempFileName=.unfinished-${file:onlyname}.part&copyAndDeleteOnRenameFail=false",
    "file:/a/b, file:/a/b?sameName=KEEP_BOTH&tempFileName=.unfinished-${file:onlyname}.part&copyAndDeleteOnRenameFail=false",
    "file://out, file://out?sameName=KEEP_BOTH&tempFileName=.unfinished-${file:onlyname}.part&copyAndDeleteOnRenameFail=false",
    "file:out?chmod=640, file:out?chmod=640&sameName=KEEP_BOTH&tempFileName=.unfinished-${file:onlyname}.part&copyAndDeleteOnRenameFail=false",
    "file:out?fileExist=Fail, file:out?fileExist=Fail&tempFileName=.unfinished-${file:onlyname}.part&copyAndDeleteOnRenameFail=false",
    "file:out?tempPrefix=x, file:out?tempPrefix=x&sameName=KEEP_BOTH",
    "file:out?tempFileName=x, file:out?tempFileName=x&sameName=KEEP_BOTH",
    "file:out?fileExist=Append&tempPrefix=x, file:out?fileExist=Append&tempPrefix=x",
    "file:out?fileExist=Append, file:out?fileExist=Append",
    "file:fileExist=x/out, file:fileExist=x/out?sameName=KEEP_BOTH&tempFileName=.unfinished-${file:onlyname}.part&copyAndDeleteOnRenameFail=false",
  })
  void aFileAppearsByRenamingAndTheUsersOptionsStay(String uri, String complete) {
    assertThat(new DestinationUri(uri).complete(".unfinished-", SameName.KEEP_BOTH))
        .isEqualTo(complete);
  }

  @ParameterizedTest
  @CsvSource({
    "kafka:t, kafka:t?compressionCodec=lz4&lingerMs=5",
    "kafka:t?brokers=h:9092&compressionCodec=none,"
        + "kafka:t?brokers=h:9092&compressionCodec=none&lingerMs=5",
    "kafka:t?lingerMs=0, kafka:t?lingerMs=0&compressionCodec=lz4",
  })
  void recordsGoInCompressedBatchesUnlessTheUserSaysOtherwise(String uri, String complete) {
    assertThat(new DestinationUri(uri).complete(".unfinished-", SameName.KEEP_BOTH))
        .isEqualTo(complete);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://host/path?bridgeEndpoint=true",
        "http://host",
        "ftp:host/dir",
        "direct:file:x",
        "seda:x?size=1"
      })
  void otherUrisAreLeftAlone(String uri) {
    assertThat(new DestinationUri(uri).complete(".unfinished-", SameName.KEEP_BOTH)).isEqualTo(uri);
  }

  @ParameterizedTest
  @CsvSource({
    "http://h, http, true, false", "https://h, https, true, false", "HTTPS://h, https, true, false",
    "kafka:t, kafka, false, true", "file:out, file, false, false", "httpx:a, httpx, false, false",
  })
  void theSchemeTellsWhatTheDestinationNeeds(
      String uri, String scheme, boolean http, boolean kafka) {
    DestinationUri destination = new DestinationUri(uri);
    assertThat(destination.scheme()).isEqualTo(scheme);
    assertThat(destination.isHttp()).isEqualTo(http);
    assertThat(destination.isKafka()).isEqualTo(kafka);
  }
}
