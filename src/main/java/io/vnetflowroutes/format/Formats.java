package io.vnetflowroutes.format;

import io.vnetflowroutes.derive.Derivation;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** The output formats by the names they have in settings. */
public final class Formats {

  /** The format of a destination that names none. */
  public static final String DEFAULT = "flat";

  private static final Map<String, Function<Derivation, Format>> BY_NAME =
      new TreeMap<>(
          Map.of(
              DEFAULT,
              Formats::flat,
              "raw",
              derivation -> new RawFormat(),
              "csv",
              derivation -> new CsvFormat(FieldChoice.all(derivation.what()), derivation),
              "ecs",
              EcsFormat::new,
              "ocsf",
              OcsfFormat::new,
              "asim",
              AsimFormat::new,
              "cef",
              CefFormat::new,
              "udm",
              UdmFormat::new));

  private static final Map<String, BiFunction<FieldChoice, Derivation, Format>> WITH_CHOICE =
      Map.of(DEFAULT, ChosenFlatFormat::new, "csv", CsvFormat::new);

  private Formats() {}

  private static Format flat(Derivation derivation) {
    return derivation.what().isEmpty()
        ? new FlatFormat()
        : new ChosenFlatFormat(FieldChoice.all(derivation.what()), derivation);
  }

  /** The names a setting may have. */
  public static Set<String> names() {
    return BY_NAME.keySet();
  }

  /**
   * What makes formats of that name.
   *
   * @throws IllegalArgumentException if there is no such format
   */
  public static Supplier<Format> named(String name) {
    return named(name, Derivation.NONE);
  }

  /**
   * What makes formats of that name with derived fields.
   *
   * @throws IllegalArgumentException if there is no such format
   */
  public static Supplier<Format> named(String name, Derivation derivation) {
    Function<Derivation, Format> format = BY_NAME.get(name);
    if (format == null) {
      throw new IllegalArgumentException("There is no format '" + name + "', only " + names());
    }
    return () -> format.apply(derivation);
  }

  /** What makes CEF of another version than that which the name stands for. */
  public static Supplier<Format> cef(CefFormat.Version version, Derivation derivation) {
    return () -> new CefFormat(version, derivation);
  }

  /** The names of those of which a destination may choose fields. */
  public static Set<String> withChoice() {
    return new TreeSet<>(WITH_CHOICE.keySet());
  }

  /**
   * What makes formats of that name with some of their fields and of the derived ones.
   *
   * @throws IllegalArgumentException if there is no such format, or its fields cannot be chosen
   */
  public static Supplier<Format> named(String name, FieldChoice choice, Derivation derivation) {
    BiFunction<FieldChoice, Derivation, Format> format = WITH_CHOICE.get(name);
    if (format == null) {
      throw new IllegalArgumentException("Only " + withChoice() + " let fields be chosen");
    }
    return () -> format.apply(choice, derivation);
  }
}
