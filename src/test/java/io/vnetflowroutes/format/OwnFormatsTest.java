package io.vnetflowroutes.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.api.FlowFormat;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.derive.Derived;
import io.vnetflowroutes.derive.Lookups;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves what formats of plug-ins are given, and that those that cannot be used are named. */
final class OwnFormatsTest {

  private static final String TUPLE =
      "1758480000123,10.0.0.4,20.189.173.5,43852,443,6,O,D,NX,19,3443,25,2688";
  private static final String STRANGE =
      "1758480000123,10.0.0.4,20.189.173.5,43852,443,6,O,D,\\\"\\\\X\\u0085,,18446744073709551615,25,";

  @TempDir Path dir;

  /** Lists the fields. */
  public static final class Listing implements FlowFormat {
    @Override
    public String name() {
      return "listing";
    }

    @Override
    public String heading() {
      return "# fields";
    }

    @Override
    public String line(Map<String, Object> flow) {
      return flow.get("src_ip") + " " + flow.get("dst_port") + " " + flow.get("nothing");
    }
  }

  /** Has the name of a shipped one. */
  public static final class Taken implements FlowFormat {
    @Override
    public String name() {
      return "flat";
    }

    @Override
    public String line(Map<String, Object> flow) {
      return "";
    }
  }

  /** Has a name that is no word. */
  public static final class Nameless implements FlowFormat {
    @Override
    public String name() {
      return "My Format";
    }

    @Override
    public String line(Map<String, Object> flow) {
      return "";
    }
  }

  /** Does not work. */
  public static final class Broken implements FlowFormat {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public String line(Map<String, Object> flow) {
      throw new IllegalStateException("10.0.0.4");
    }
  }

  /** Throws before it is given any flow. */
  public static final class Headless implements FlowFormat {
    @Override
    public String name() {
      return "headless";
    }

    @Override
    public String heading() {
      throw new IllegalStateException("no heading");
    }

    @Override
    public String line(Map<String, Object> flow) {
      return "";
    }
  }

  /** Has the file ending of flows that wait in a spool. */
  public static final class Waiting implements FlowFormat {
    @Override
    public String name() {
      return "waiting";
    }

    @Override
    public String fileEnding() {
      return "flows";
    }

    @Override
    public String line(Map<String, Object> flow) {
      return "";
    }
  }

  private static Flow flow(String tuple) {
    return FlowLogText.part(Decision.DENY, tuple).flows().get(0);
  }

  private OwnFormats found(String... classes) throws IOException {
    Path services = Files.createDirectories(dir.resolve("META-INF/services"));
    Files.writeString(services.resolve(FlowFormat.class.getName()), String.join("\n", classes));
    URLClassLoader loader =
        new URLClassLoader(new URL[] {dir.toUri().toURL()}, getClass().getClassLoader());
    return OwnFormats.of(ServiceLoader.load(FlowFormat.class, loader), Formats.names());
  }

  @Test
  void theFieldsAreThoseOfFlatWithItsTypes() throws IOException {
    Derivation derivation =
        new Derivation(Set.of(Derived.COMMUNITY_ID, Derived.ENCRYPTION, Derived.GEO), Lookups.NONE);
    for (String tuple : new String[] {TUPLE, STRANGE}) {
      Flow flow = flow(tuple);
      ByteOutput json = new ByteOutput(2048);
      Formats.named("flat", derivation).get().write(flow, json);
      Map<String, Object> expected =
          new ObjectMapper()
              .readValue(json.toByteArray(), new TypeReference<LinkedHashMap<String, Object>>() {});
      expected.replaceAll(
          (name, value) -> value instanceof Integer number ? number.longValue() : value);
      expected.putIfAbsent("extra", null);

      Map<String, Object> fields = new FlatValues(derivation).of(flow);
      assertThat(new LinkedHashMap<>(fields)).isEqualTo(expected);
      assertThat(fields.keySet()).allSatisfy(name -> assertThat(fields.containsKey(name)).isTrue());
      fields.forEach((name, value) -> assertThat(fields.get(name)).isEqualTo(value));
    }
    assertThat(new FlatValues(derivation).of(flow(STRANGE)).get("bytes_sent"))
        .isEqualTo(new BigInteger("18446744073709551615"));
  }

  @Test
  void aFormatWritesLinesBehindItsHeading() throws IOException {
    OwnFormats formats = found(Listing.class.getName());
    assertThat(formats.problems()).isEmpty();
    Format format = formats.byName().get("listing").apply(Derivation.NONE);
    assertThat(format.syntax()).isEqualTo(new Syntax("text/plain; charset=utf-8", "txt", "\n"));
    ByteOutput out = new ByteOutput(100);
    format.header(out);
    format.write(flow(TUPLE), out);
    assertThat(new String(out.toByteArray(), StandardCharsets.UTF_8))
        .isEqualTo("# fields\n10.0.0.4 443 null");
  }

  @Test
  void whatCannotBeUsedIsNamedAndTheOthersAre() throws IOException {
    OwnFormats formats =
        found(
            Taken.class.getName(),
            Nameless.class.getName(),
            Headless.class.getName(),
            Waiting.class.getName(),
            "com.example.NotThere",
            Listing.class.getName(),
            Broken.class.getName());
    assertThat(formats.byName()).containsOnlyKeys("listing", "broken");
    assertThat(formats.problems())
        .hasSize(5)
        .anyMatch(
            problem ->
                problem.endsWith(
                    "$Headless of 'test-classes', which cannot be used (java.lang.IllegalStateException: no heading)"))
        .anyMatch(
            problem ->
                problem.endsWith(
                    "$Waiting of 'test-classes', whose files end in 'flows'; it must have letters and digits only, and not be flows"))
        .anyMatch(
            problem -> problem.endsWith("$Taken of 'test-classes', but the name 'flat' is taken"))
        .anyMatch(
            problem ->
                problem.contains(
                    "$Nameless of 'test-classes', whose name is 'My Format'; it must have"))
        .anyMatch(problem -> problem.contains("com.example.NotThere"));
    Format broken = formats.byName().get("broken").apply(Derivation.NONE);
    assertThatThrownBy(() -> broken.write(flow(TUPLE), new ByteOutput(10)))
        .hasMessage(
            "the format 'broken' of a plug-in (%s) threw a java.lang.IllegalStateException; its author must correct it",
            Broken.class.getName());
  }
}
