package io.vnetflowroutes.receiver;

import io.vnetflowroutes.receiver.Receiver.Carrier;
import io.vnetflowroutes.receiver.Receiver.Login;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Collects the facts of a type; what is not said is as at a web server that takes lines. */
final class Row {

  private final String name;
  private final String title;
  private final Carrier carrier;
  private String home;
  private String path = "";
  private String contentType;
  private Login login;
  private final List<String> keys = new ArrayList<>();
  private final List<String> needs = new ArrayList<>();
  private final Map<String, String> defaults = new TreeMap<>();
  private final Map<String, String> fields = new TreeMap<>();
  private FieldNames fieldNames = FieldNames.ANY;
  private FieldNames columns = FieldNames.ANY;
  private List<String> compressions = List.of("none", "gzip", "zstd");
  private int mostFlows = Integer.MAX_VALUE;
  private int linesOfEntry = 1;
  private Duration oldest;
  private String whenOlder = "";
  private boolean bare;
  private boolean writes;
  private boolean merges;
  private boolean signs;
  private Envelope envelope = Envelope.NONE;
  private Function<Options, UnaryOperator<byte[]>> joining = options -> Assembly.LINES::of;
  private Function<Options, Answers> answers = options -> Answers.BY_STATUS;
  private String resent = "";

  private Row(String name, String title, Carrier carrier) {
    this.name = name;
    this.title = title;
    this.carrier = carrier;
  }

  static Row of(String name, String title, Carrier carrier) {
    return new Row(name, title, carrier);
  }

  /** A type that is reached by HTTP, and so has a URL. */
  static Row http(String name, String title) {
    return of(name, title, Carrier.HTTP).takes("url");
  }

  Row home(String url) {
    home = url;
    return this;
  }

  Row path(String text) {
    path = text;
    return this;
  }

  Row contentType(String text) {
    contentType = text;
    return this;
  }

  Row token(String header, String before) {
    login = new Login(header, before);
    return takes("token");
  }

  Row takes(String... names) {
    keys.addAll(List.of(names));
    return this;
  }

  Row needs(String... names) {
    needs.addAll(List.of(names));
    return this;
  }

  Row with(String key, String value) {
    defaults.put(key, value);
    return this;
  }

  Row field(String field, String value) {
    fields.put(field, value);
    return this;
  }

  Row fieldNames(FieldNames names) {
    fieldNames = names;
    return this;
  }

  Row columns(FieldNames names) {
    columns = names;
    return this;
  }

  /** Names that the envelope writes itself. */
  Row writesItself(String... names) {
    return fieldNames(
        new FieldNames(Set.of(names), Set.of(), FieldNames.ANY.allowed(), FieldNames.ANY.rule()));
  }

  Row compressions(String... words) {
    compressions = List.of(words);
    return this;
  }

  Row mostFlows(int flows) {
    mostFlows = flows;
    return this;
  }

  Row linesOfEntry(int lines) {
    linesOfEntry = lines;
    return this;
  }

  Row oldest(Duration age, String otherwise) {
    oldest = age;
    whenOlder = otherwise;
    return takes("too-old");
  }

  Row bare() {
    bare = true;
    return this;
  }

  Row writes() {
    writes = true;
    return this;
  }

  /** A flow's members stand beside those of the envelope, which has these of its own. */
  Row merges(String... names) {
    merges = true;
    return writesItself(names);
  }

  Row signs() {
    signs = true;
    return takes("token");
  }

  Row envelope(Envelope writer) {
    envelope = writer;
    return this;
  }

  Row assembly(Assembly way) {
    return joined(options -> way::of);
  }

  Row joined(Function<Options, UnaryOperator<byte[]>> way) {
    joining = way;
    return this;
  }

  Row answers(Answers reader) {
    return answers(options -> reader);
  }

  Row answers(Function<Options, Answers> reader) {
    answers = reader;
    return this;
  }

  /** The row, with how a flow that was sent twice is recognised. */
  Receiver resent(String sign) {
    resent = sign;
    return new Receiver(
        name,
        title,
        carrier,
        home,
        path,
        contentType,
        login,
        List.copyOf(keys),
        List.copyOf(needs),
        Map.copyOf(defaults),
        Map.copyOf(fields),
        fieldNames,
        columns,
        compressions,
        mostFlows,
        linesOfEntry,
        oldest,
        whenOlder,
        bare,
        writes,
        merges,
        signs,
        envelope,
        joining,
        answers,
        resent);
  }
}
