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

  /** The default format of a destination. */
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

  /** Whether a format writes whole files, no part of which is valid alone, not a flow per line. */
  public static boolean isWholeFile(String name) {
    return name.equals(PARQUET) || name.equals(OCSF_PARQUET);
  }

  /**
   * Makes formats of that name.
   *
   * @throws IllegalArgumentException if there is no such format
   */
  public static Supplier<Format> named(String name) {
    return named(name, Derivation.NONE);
  }

  /**
   * Makes formats of that name with derived fields.
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

  /** Makes formats of a version of OCSF. */
  public static Supplier<Format> ocsf(OcsfVersion version, Derivation derivation) {
    return () -> new OcsfFormat(version, derivation);
  }

  /** Makes Parquet files of a version of OCSF, with a compression of pages. */
  public static Supplier<Format> ocsfTable(
      OcsfVersion version, Derivation derivation, Codec codec) {
    return () -> new OcsfTable(version, derivation, codec);
  }

  /** Makes formats of a version of CEF. */
  public static Supplier<Format> cef(CefFormat.Version version, Derivation derivation) {
    return () -> new CefFormat(version, derivation);
  }

  /**
   * Makes Parquet files with a compression of pages.
   *
   * @param choice some of the fields; {@code null} for all
   */
  public static Supplier<Format> parquet(FieldChoice choice, Derivation derivation, Codec codec) {
    FieldChoice chosen = choice == null ? FieldChoice.allOfTable(derivation.what()) : choice;
    return () -> new ParquetFormat(chosen, derivation, codec);
  }

  /** The names of the formats of which a destination may choose fields. */
  public static Set<String> withChoice() {
    return new TreeSet<>(WITH_CHOICE.keySet());
  }

  /**
   * Makes formats of that name with chosen fields and derived fields.
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
