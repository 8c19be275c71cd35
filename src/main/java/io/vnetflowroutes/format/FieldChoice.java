package io.vnetflowroutes.format;

import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.derive.Derived;
import io.vnetflowroutes.table.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which fields of the flat format or columns of CSV a destination gets, in which order and under
 * which names.
 *
 * <p>Users write it as a list: {@code time, src_ip, dst_ip as dest} are these in this order, {@code
 * *} stands for all others, and {@code -rule, -acl_id} are all but these; {@code compact} is all
 * without the fields whose content other fields hold. The id, which identifies duplicates, comes
 * first unless the list has it or leaves it out with {@code -id}.
 */
public final class FieldChoice {

  /** Every field under its own name. */
  public static final FieldChoice ALL = all(Set.of());

  private static final String ID = "id";
  private static final String REST = "*";

  /** The word for a list without the fields whose content other fields hold. */
  private static final String COMPACT = "compact";

  /**
   * The fields whose content other fields hold: these are {@code state}, {@code protocol}, {@code
   * id} and the ARM ids.
   */
  static final List<String> HELD_BY_OTHERS =
      List.of(
          "record_time",
          "decision",
          "protocol_name",
          "acl_name",
          "subscription_id",
          "resource_group",
          "virtual_network",
          "region");

  private static final Pattern ENTRY = Pattern.compile("(-)?\\s*(\\w+|\\*)(?:\\s+as\\s+(\\S+))?");
  private static final Pattern NEW_NAME = Pattern.compile("[A-Za-z_@][A-Za-z0-9_.@-]{0,99}");

  private final List<Chosen> fields;

  /**
   * A field that stays.
   *
   * @param named whether the list names it
   */
  private record Chosen(String field, String name, boolean named) {
    static Chosen unnamed(String field) {
      return new Chosen(field, field, false);
    }
  }

  private record Entry(boolean dropped, String field, String name) {}

  private FieldChoice(List<Chosen> fields) {
    this.fields = List.copyOf(fields);
  }

  /** Every field, derived ones included, under its own name. */
  public static FieldChoice all(Set<Derived> derived) {
    return of(known(derived));
  }

  /** The same for a table, whose types cannot hold every value. */
  public static FieldChoice allOfTable(Set<Derived> derived) {
    return of(knownOfTable(derived));
  }

  private static FieldChoice of(List<String> names) {
    return new FieldChoice(names.stream().map(Chosen::unnamed).toList());
  }

  /** Every field, with {@code extra} after those of the tuple, as in the flat format. */
  static FieldChoice extraBehindTuple() {
    List<String> names = new ArrayList<>(FlatFields.NAMES);
    names.remove("extra");
    names.add(names.indexOf("rule"), "extra");
    return of(names);
  }

  /**
   * Reads a list.
   *
   * @param known the names of all fields
   * @param nearest the nearest of all names to one that does not exist
   * @param problems receives the mistakes in the list; one sentence each, to follow the key
   */
  public static FieldChoice of(
      String text, List<String> known, UnaryOperator<String> nearest, List<String> problems) {
    List<Entry> entries = new ArrayList<>();
    for (String item : text.trim().split("\\s*,\\s*", -1)) {
      if (item.equals(COMPACT)) {
        HELD_BY_OTHERS.forEach(name -> entries.add(new Entry(true, name, name)));
        continue;
      }
      Matcher entry = ENTRY.matcher(item);
      if (entry.matches()) {
        entries.add(entry(entry, known, nearest, problems));
      } else {
        problems.add(
            "has '%s', but must be a list such as time, src_ip, dst_ip as dest, or -rule, -acl_id"
                .formatted(item));
      }
    }
    List<Chosen> chosen = chosen(entries, known, problems);
    Set<String> names = new HashSet<>();
    for (Chosen field : chosen) {
      if (!names.add(field.name)) {
        problems.add("gives the name '%s' to two fields".formatted(field.name));
      }
    }
    if (chosen.isEmpty()) {
      problems.add("leaves no field");
    }
    return new FieldChoice(chosen);
  }

  private static Entry entry(
      Matcher item, List<String> known, UnaryOperator<String> nearest, List<String> problems) {
    boolean dropped = item.group(1) != null;
    String field = item.group(2);
    String name = item.group(3);
    if (field.equals(REST) ? dropped || name != null : dropped && name != null) {
      problems.add("has '%s'; only a field that stays gets another name".formatted(item.group()));
    } else if (!field.equals(REST) && !known.contains(field)) {
      problems.add(
          "has '%s', but there is no such field; did you mean %s?"
              .formatted(field, nearest.apply(field)));
    } else if (name != null && !NEW_NAME.matcher(name).matches()) {
      problems.add(
          "has the name '%s', but a name has letters, digits and _ . @ - only".formatted(name));
    }
    return new Entry(dropped, field, name == null ? field : name);
  }

  private static List<Chosen> chosen(
      List<Entry> entries, List<String> known, List<String> problems) {
    List<String> rest = new ArrayList<>(known);
    entries.forEach(entry -> rest.remove(entry.field));
    boolean onlyDropped = entries.stream().allMatch(Entry::dropped);
    boolean all = onlyDropped || entries.stream().anyMatch(entry -> entry.field.equals(REST));
    List<Chosen> chosen = new ArrayList<>();
    if (onlyDropped) {
      rest.forEach(name -> chosen.add(Chosen.unnamed(name)));
    } else if (!all && rest.contains(ID)) {
      chosen.add(Chosen.unnamed(ID));
    }
    for (Entry entry : entries) {
      if (!entry.dropped && entry.field.equals(REST)) {
        rest.forEach(name -> chosen.add(Chosen.unnamed(name)));
      } else if (!entry.dropped) {
        chosen.add(new Chosen(entry.field, entry.name, true));
      } else if (!all && !entry.field.equals(ID)) {
        problems.add(
            "leaves out '%s', which is not in the list anyway; * keeps all that are not named"
                .formatted(entry.field));
      }
    }
    return chosen;
  }

  /**
   * The same without columns that readers get from folders, except for those that the list names.
   */
  public FieldChoice without(Set<String> folders) {
    return new FieldChoice(
        fields.stream().filter(field -> field.named || !folders.contains(field.name)).toList());
  }

  /** The names of all fields. */
  public static List<String> known(Set<Derived> derived) {
    List<String> known = new ArrayList<>(FlatFields.NAMES);
    known.addAll(DerivedFields.names(derived));
    return known;
  }

  /** The names of all columns that a table can have. */
  public static List<String> knownOfTable(Set<Derived> derived) {
    List<String> known = known(derived);
    known.add(FlatFields.NAMES.size(), TableRest.NAME);
    return known;
  }

  /** The names in the output, in its order. */
  List<String> names() {
    return fields.stream().map(Chosen::name).toList();
  }

  /** Passes on each field with its name in the output, in order. */
  void forEach(BiConsumer<String, String> fieldAndName) {
    fields.forEach(field -> fieldAndName.accept(field.field, field.name));
  }

  /** The rows of the fields, for one instance of a format. */
  List<Row> rows(Derivation derivation, BiFunction<FlatField, String, Row> row) {
    Map<String, FlatField> table = FlatFields.byName(derivation);
    return fields.stream().map(field -> row.apply(table.get(field.field), field.name)).toList();
  }
}
