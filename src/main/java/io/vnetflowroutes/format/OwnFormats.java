package io.vnetflowroutes.format;

import io.vnetflowroutes.api.FlowFormat;
import io.vnetflowroutes.derive.Derivation;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The formats that plug-ins bring.
 *
 * @param byName the formats, by their names
 * @param problems why others cannot be used; one sentence each
 */
record OwnFormats(Map<String, Function<Derivation, Format>> byName, List<String> problems) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");

  private static final Pattern ENDING = Pattern.compile("[A-Za-z0-9]+");

  /** The ending of flows that wait on disk, which no format may have. */
  private static final String WAITING = Syntax.FLOWS.extension();

  /** The formats on the class path. */
  static OwnFormats onClassPath(Set<String> taken) {
    return of(ServiceLoader.load(FlowFormat.class), taken);
  }

  /**
   * The formats that a loader finds.
   *
   * @param taken names that they cannot have
   */
  static OwnFormats of(ServiceLoader<FlowFormat> loader, Set<String> taken) {
    Map<String, Function<Derivation, Format>> byName = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    Iterator<ServiceLoader.Provider<FlowFormat>> providers = loader.stream().iterator();
    boolean more = true;
    while (more) {
      try {
        more = providers.hasNext();
        if (more) {
          add(providers.next(), taken, byName, problems);
        }
      } catch (ServiceConfigurationError e) {
        problems.add("A plug-in has a format that cannot be used: " + e.getMessage());
      }
    }
    return new OwnFormats(byName, problems);
  }

  private static void add(
      ServiceLoader.Provider<FlowFormat> provider,
      Set<String> taken,
      Map<String, Function<Derivation, Format>> byName,
      List<String> problems) {
    String name;
    String ending;
    try {
      FlowFormat format = provider.get();
      name = format.name();
      ending = format.fileEnding();
      new OwnFormat(name, format, Derivation.NONE);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      problems.add(
          "A plug-in has the format %s, which cannot be used (%s)"
              .formatted(named(provider.type()), e));
      return;
    }
    if (name == null || !NAME.matcher(name).matches()) {
      problems.add(
          "A plug-in has the format %s, whose name is '%s'; it must have small letters, digits and dashes only"
              .formatted(named(provider.type()), name));
    } else if (taken.contains(name) || byName.containsKey(name)) {
      problems.add(
          "A plug-in has the format %s, but the name '%s' is taken"
              .formatted(named(provider.type()), name));
    } else if (ending == null || !ENDING.matcher(ending).matches() || ending.equals(WAITING)) {
      problems.add(
          "A plug-in has the format %s, whose files end in '%s'; it must have letters and digits only, and not be %s"
              .formatted(named(provider.type()), ending, WAITING));
    } else {
      byName.put(name, derivation -> new OwnFormat(name, provider.get(), derivation));
    }
  }

  /** A class, and the jar that it is in. */
  private static String named(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? type.getName()
        : "%s of '%s'"
            .formatted(
                type.getName(),
                source.getLocation().getPath().replaceFirst("/$", "").replaceFirst(".*/", ""));
  }
}
