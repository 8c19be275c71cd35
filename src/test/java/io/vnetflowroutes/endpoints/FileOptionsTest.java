package io.vnetflowroutes.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.camel.ConfigurationWarnings;
import io.vnetflowroutes.camel.GoodSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves what is said of options and sizes of files that do not do what they seem to say. */
final class FileOptionsTest {

  private static final String LAKE = "flowlogs.destination.lake.";

  private final GoodSettings settings;

  FileOptionsTest(@TempDir Path folder) throws IOException {
    this.settings = GoodSettings.in(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "file:out?fileName=x | flat | - | has fileName=x, so all flows would go into one file",
        "file:out?fileName=${date:now:yyyyMMdd} | flat | - | has fileName=${date:now:yyyyMMdd}, so",
        "file:out?chmod=640&fileName=a-${file:name} | flat | - | -",
        "file:out?fileName=${header.CamelFileName}.log | flat | - | -",
        "file:out?tempFileName=x | flat | - | has tempFileName=x, so files that are written at a time",
        "file:out?tempFileName=${file:onlyname}.x | flat | - | -",
        "file:out?tempPrefix=x | flat | - | -",
        "FILE:out?autoCreate=false | flat | - | has autoCreate=false, but each hour gets a new folder",
        "file:out?autoCreate=false&flatten=true | flat | - | -",
        "file:out?charset=utf-16 | flat | - | -",
        "file:out?charset=utf-8 | parquet | - | has charset, which is for text, but flowlogs.destination.lake.format is parquet",
        "file:out?appendChars=x | flat | gzip | has appendChars, which is for text, but flowlogs.destination.lake.compression is gzip",
        "log:out?fileName=x | flat | - | -",
      })
  void optionsThatLoseFlowsAreRefused(String uri, String format, String compression, String says)
      throws IOException {
    settings.put(LAKE + "uri", uri);
    settings.put(LAKE + "format", format);
    if (compression != null) {
      settings.put(LAKE + "compression", compression);
    }
    assertThat(settings.problems()).hasSize(says == null ? 0 : 1);
    assertThat(settings.problems().toString()).contains(says == null ? "" : LAKE + "uri " + says);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "file:out | 128MB, 15m | -",
        "file:out | 64KB, 5s | -",
        "file:out | 64KB, 1d | -",
        "file:out | 1B, 1m | flowlogs.destination.lake.gather is 1B, 1m, which gathers hardly more than single messages; from 64KB and 5s on it gathers",
        "file:out | 1MB, 1s | flowlogs.destination.lake.gather is 1MB, 1s, which gathers hardly more than single messages; from 64KB and 5s on it gathers",
        "file:out | 10TB, 1h | flowlogs.destination.lake.gather is 10TB, 1h, but flowlogs.spool-limit lets no more than 10GB wait, so nothing becomes as large",
        "file:out | 1MB, 400d | flowlogs.destination.lake.gather is 1MB, 400d, so flows may arrive more than a day late, which status and alerts take for a destination that is down",
        "file:out?fileExist=Append | 1MB, 1m | flowlogs.destination.lake.uri has fileExist=Append, so a file is no longer compared with one of its name: after a kill, flows may be there twice, or be missing; leave it out if nothing needs it",
      })
  void whatIsAllowedButUnwiseIsSaid(String uri, String gather, String says) throws Exception {
    settings.put(LAKE + "uri", uri);
    settings.put(LAKE + "gather", gather);
    assertThat(ConfigurationWarnings.of(settings.read()))
        .isEqualTo(says.equals("-") ? List.of() : List.of(says));
    settings.put(LAKE + "body-limit", "1MB");
    assertThat(ConfigurationWarnings.of(settings.read()))
        .contains(
            "flowlogs.destination.lake.body-limit has no effect beside flowlogs.destination.lake.gather, whose size is that of files, objects and bodies");
  }
}
