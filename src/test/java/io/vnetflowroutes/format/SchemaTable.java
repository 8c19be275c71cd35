package io.vnetflowroutes.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.util.StringHelper;

/**
 * A schema written down from its specification as a table: field, type, whether it must be there,
 * and its values; and which numbers have a text beside them. Says what an event has that the schema
 * does not allow, and what it lacks.
 */
final class SchemaTable {

  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
  private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

  private final Map<String, Field> fields = new TreeMap<>();
  private final List<Sibling> siblings = new ArrayList<>();

  /**
   * @param path keys joined by dots, brackets behind a list
   * @param type the type, or {@code one of}: the object needs one of the members in values
   * @param required {@code yes}, {@code in} where the object is there, or empty
   * @param values the values allowed, or a pattern between slashes; empty for all
   */
  private record Field(String path, String type, String required, String values) {}

  /**
   * A number and the text beside it.
   *
   * @param captions the texts of numbers that have one; other numbers have any text
   */
  private record Sibling(String number, String text, Map<String, String> captions) {}

  static SchemaTable of(String name) {
    SchemaTable table = new SchemaTable();
    try (Stream<String> lines = Files.lines(Path.of("src/test/resources/schema", name + ".tsv"))) {
      lines
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .forEach(table::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return table;
  }

  /** The table of OCSF as one of its versions has it. */
  static SchemaTable ofOcsf(String version) {
    SchemaTable table = of("ocsf");
    try (Stream<String> lines = Files.lines(Path.of("src/test/resources/schema/ocsf-since.tsv"))) {
      lines
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .filter(cells -> cells[1].compareTo(version) > 0)
          .forEach(cells -> table.remove(cells[0]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String path = "metadata.version";
    table.fields.put(path, new Field(path, "string", "yes", version));
    return table;
  }

  /** Removes a field, or a value of one. */
  private void remove(String pathOrValue) {
    String path = StringHelper.before(pathOrValue, "=", pathOrValue);
    Field field = fields.remove(path);
    if (!path.equals(pathOrValue)) {
      List<String> values = new ArrayList<>(List.of(field.values().split("\\|")));
      values.remove(StringHelper.after(pathOrValue, "="));
      String left = String.join("|", values);
      fields.put(path, new Field(path, field.type(), field.required(), left));
    }
  }

  private void add(String[] cells) {
    if (!cell(cells, 2).equals("sibling")) {
      fields.put(cells[0], new Field(cells[0], cells[1], cell(cells, 2), cell(cells, 3)));
      return;
    }
    Map<String, String> captions = new TreeMap<>();
    for (String caption : cells[3].split("\\|", -1)) {
      captions.put(StringHelper.before(caption, "="), StringHelper.after(caption, "="));
    }
    siblings.add(new Sibling(cells[0], cells[1], captions));
  }

  private static String cell(String[] cells, int index) {
    return index < cells.length ? cells[index] : "";
  }

  /** What is wrong with an event; nothing where it is valid. */
  List<String> problems(JsonNode event) {
    List<String> problems = new ArrayList<>();
    values("", event, problems);
    for (Field field : fields.values()) {
      String parent = StringHelper.beforeLast(field.path(), ".", "");
      for (JsonNode within : nodes(event, field.required().equals("yes") ? "" : parent)) {
        String below =
            field.required().equals("yes") || parent.isEmpty()
                ? field.path()
                : field.path().substring(parent.length() + 1);
        if (!field.required().isEmpty() && nodes(within, below).isEmpty()) {
          problems.add("there is no " + field.path());
        }
      }
      if (field.type().equals("one of")) {
        for (JsonNode object : nodes(event, field.path())) {
          if (Stream.of(field.values().split("\\|")).noneMatch(object::has)) {
            problems.add(field.path() + " has none of " + field.values());
          }
        }
      }
    }
    siblings.forEach(sibling -> check(sibling, event, problems));
    return problems;
  }

  private static void check(Sibling sibling, JsonNode event, List<String> problems) {
    for (JsonNode number : nodes(event, sibling.number())) {
      String caption = sibling.captions().get(number.asText());
      List<String> texts = nodes(event, sibling.text()).stream().map(JsonNode::asText).toList();
      if (caption == null ? texts.isEmpty() : !texts.equals(List.of(caption))) {
        problems.add("%s is %s, but beside %s".formatted(sibling.number(), number, texts));
      }
    }
  }

  private void values(String path, JsonNode node, List<String> problems) {
    if (node.isObject()) {
      if (node.isEmpty()) {
        problems.add(path + " is empty");
      }
      node.properties()
          .forEach(
              member ->
                  values(
                      path.isEmpty() ? member.getKey() : path + '.' + member.getKey(),
                      member.getValue(),
                      problems));
    } else if (node.isArray()) {
      if (node.isEmpty()) {
        problems.add(path + " is empty");
      }
      node.forEach(element -> values(path + "[]", element, problems));
    } else {
      Field field = fields.getOrDefault(path, fields.get(namespace(path)));
      if (field == null) {
        problems.add("the schema has no " + path);
      } else if (!isOf(field.type(), node) || !allowed(field.values(), node.asText())) {
        problems.add(path + " is " + node);
      }
    }
  }

  private static String namespace(String path) {
    return StringHelper.beforeLast(path, ".", "") + ".*";
  }

  private static List<JsonNode> nodes(JsonNode from, String path) {
    List<JsonNode> nodes = List.of(from);
    for (String step : path.isEmpty() ? new String[0] : path.split("\\.")) {
      boolean list = step.endsWith("[]");
      String key = list ? step.substring(0, step.length() - 2) : step;
      nodes =
          nodes.stream()
              .filter(node -> node.has(key))
              .map(node -> node.get(key))
              .flatMap(
                  node -> list ? StreamSupport.stream(node.spliterator(), false) : Stream.of(node))
              .toList();
    }
    return nodes;
  }

  private static boolean allowed(String values, String text) {
    if (values.startsWith("/")) {
      return text.matches(values.substring(1, values.length() - 1));
    }
    return values.isEmpty() || List.of(values.split("\\|")).contains(text);
  }

  static boolean isOf(String type, JsonNode value) {
    return switch (type) {
      case "keyword", "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.canConvertToInt() && value.isIntegralNumber();
      case "long", "timestamp" -> value.isIntegralNumber() && value.canConvertToLong();
      case "port" -> value.isInt() && value.intValue() >= 0 && value.intValue() <= 65_535;
      case "ip" -> value.isTextual() && isAddress(value.textValue());
      case "date" -> value.isTextual() && isTime(value.textValue());
      case "uint64 text" -> value.isTextual() && isUpTo(TWO_64, value.textValue());
      case "int64 text" -> value.isTextual() && isUpTo(TWO_64.shiftRight(1), value.textValue());
      default -> throw new IllegalArgumentException("There is no type " + type);
    };
  }

  static boolean isAddress(String text) {
    return text.contains(":") ? isIpv6(text) : IPV4.matcher(text).matches();
  }

  private static boolean isIpv6(String text) {
    try {
      // The JDK looks up no name where there is a colon.
      return java.net.InetAddress.getByName(text) != null && !text.contains("%");
    } catch (java.net.UnknownHostException e) {
      return false;
    }
  }

  private static boolean isTime(String text) {
    return text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z")
        && Instant.parse(text).getEpochSecond() >= 0;
  }

  private static boolean isUpTo(BigInteger end, String text) {
    return text.matches("0|[1-9]\\d*") && new BigInteger(text).compareTo(end) < 0;
  }
}
