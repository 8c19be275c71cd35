package io.vnetflowroutes.format;

import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.parquet.Codec;
import java.util.List;
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

  /** The format whose files are tables. */
  public static final String PARQUET = "parquet";

  /** The format whose files are tables of OCSF's events. */
  public static final String OCSF_PARQUET = "ocsf-parquet";

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
              derivation -> new OcsfFormat(OcsfVersion.NEWEST, derivation),
              "asim",
              AsimFormat::new,
              "cef",
              CefFormat::new,
              "udm",
              UdmFormat::new,
              PARQUET,
              derivation -> Formats.parquet(FieldChoice.allOfTable(derivation.what()), derivation),
              OCSF_PARQUET,
              derivation -> new OcsfTable(OcsfVersion.NEWEST, derivation, Codec.ZSTD)));

  private static final Map<String, BiFunction<FieldChoice, Derivation, Format>> WITH_CHOICE =
      Map.of(DEFAULT, ChosenFlatFormat::new, "csv", CsvFormat::new, PARQUET, Formats::parquet);

  private static final OwnFormats OWN = OwnFormats.onClassPath(BY_NAME.keySet());

  static {
    BY_NAME.putAll(OWN.byName());
  }

  private Formats() {}

  private static Format flat(Derivation derivation) {
    return derivation.what().isEmpty()
        ? new FlatFormat()
        : new ChosenFlatFormat(FieldChoice.all(derivation.what()), derivation);
  }

  private static Format parquet(FieldChoice choice, Derivation derivation) {
    return new ParquetFormat(choice, derivation, Codec.ZSTD);
  }

  /** Why formats of plug-ins cannot be used; one sentence each. */
  public static List<String> problems() {
    return OWN.problems();
  }

  /** The names a setting may have. */
  public static Set<String> names() {
    return BY_NAME.keySet();
  }

  /** Whether a format writes files of which no part stands for itself, not a flow per line. */
  public static boolean isWholeFile(String name) {
    return name.equals(PARQUET) || name.equals(OCSF_PARQUET);
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

  /** What makes OCSF of a version. */
  public static Supplier<Format> ocsf(OcsfVersion version, Derivation derivation) {
    return () -> new OcsfFormat(version, derivation);
  }

  /** What makes Parquet files of OCSF of a version, whose pages are compressed in a way. */
  public static Supplier<Format> ocsfTable(
      OcsfVersion version, Derivation derivation, Codec codec) {
    return () -> new OcsfTable(version, derivation, codec);
  }

  /** What makes CEF of another version than that which the name stands for. */
  public static Supplier<Format> cef(CefFormat.Version version, Derivation derivation) {
    return () -> new CefFormat(version, derivation);
  }

  /**
   * What makes Parquet files whose pages are compressed in a way of their own.
   *
   * @param choice some of the fields; {@code null} for all
   */
  public static Supplier<Format> parquet(FieldChoice choice, Derivation derivation, Codec codec) {
    FieldChoice chosen = choice == null ? FieldChoice.allOfTable(derivation.what()) : choice;
    return () -> new ParquetFormat(chosen, derivation, codec);
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
