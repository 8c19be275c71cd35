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

/** Collects the facts of a type; the defaults are those of a web server that accepts lines. */
final class ReceiverRow {

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

  private ReceiverRow(String name, String title, Carrier carrier) {
    this.name = name;
    this.title = title;
    this.carrier = carrier;
  }

  static ReceiverRow of(String name, String title, Carrier carrier) {
    return new ReceiverRow(name, title, carrier);
  }

  /** A type with a carrier of HTTP, and so with a URL. */
  static ReceiverRow http(String name, String title) {
    return of(name, title, Carrier.HTTP).takes("url");
  }

  ReceiverRow home(String url) {
    home = url;
    return this;
  }

  ReceiverRow path(String text) {
    path = text;
    return this;
  }

  ReceiverRow contentType(String text) {
    contentType = text;
    return this;
  }

  ReceiverRow token(String header, String before) {
    login = new Login(header, before);
    return takes("token");
  }

  ReceiverRow takes(String... names) {
    keys.addAll(List.of(names));
    return this;
  }

  ReceiverRow needs(String... names) {
    needs.addAll(List.of(names));
    return this;
  }

  ReceiverRow with(String key, String value) {
    defaults.put(key, value);
    return this;
  }

  ReceiverRow field(String field, String value) {
    fields.put(field, value);
    return this;
  }

  ReceiverRow fieldNames(FieldNames names) {
    fieldNames = names;
    return this;
  }

  ReceiverRow columns(FieldNames names) {
    columns = names;
    return this;
  }

  /** Names that the envelope writes itself. */
  ReceiverRow writesItself(String... names) {
    return fieldNames(
        new FieldNames(Set.of(names), Set.of(), FieldNames.ANY.allowed(), FieldNames.ANY.rule()));
  }

  ReceiverRow compressions(String... words) {
    compressions = List.of(words);
    return this;
  }

  ReceiverRow mostFlows(int flows) {
    mostFlows = flows;
    return this;
  }

  ReceiverRow linesOfEntry(int lines) {
    linesOfEntry = lines;
    return this;
  }

  ReceiverRow oldest(Duration age, String otherwise) {
    oldest = age;
    whenOlder = otherwise;
    return takes("too-old");
  }

  ReceiverRow bare() {
    bare = true;
    return this;
  }

  ReceiverRow writes() {
    writes = true;
    return this;
  }

  /** Puts a flow's members beside those of the envelope, which has these of its own. */
  ReceiverRow merges(String... names) {
    merges = true;
    return writesItself(names);
  }

  ReceiverRow signs() {
    signs = true;
    return takes("token");
  }

  ReceiverRow envelope(Envelope writer) {
    envelope = writer;
    return this;
  }

  ReceiverRow assembly(Assembly way) {
    return joined(options -> way::of);
  }

  ReceiverRow joined(Function<Options, UnaryOperator<byte[]>> way) {
    joining = way;
    return this;
  }

  ReceiverRow answers(Answers reader) {
    return answers(options -> reader);
  }

  ReceiverRow answers(Function<Options, Answers> reader) {
    answers = reader;
    return this;
  }

  /** The finished row; the text says how to recognise a flow that was sent twice. */
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
