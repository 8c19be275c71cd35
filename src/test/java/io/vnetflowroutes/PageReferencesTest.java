package io.vnetflowroutes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Proves that every page, and every section of a page, that code or a page refers to exists, and
 * that classes are named with the packages that they are in.
 */
class PageReferencesTest {

  private static final String FORMAT_PAGE = "docs/azure-flow-log-format.md";

  /** A page as code names it, with the section behind a hash where there is one. */
  private static final Pattern CITATION =
      Pattern.compile("(?<![\\w/.-])((?:docs/)?[\\w-]+\\.md)(?:#([\\w-]+))?");

  /** A class as comments and texts name it, such as {@code flow/Flow} or {@code flow.Flow}. */
  private static final Pattern CLASS_IN_PACKAGE =
      Pattern.compile("(?<![\\w./-])([a-z]+)[./]([A-Z]\\w+)\\b");

  private static final Pattern LINK = Pattern.compile("]\\(([^)#:\\s]*)(?:#([\\w-]+))?\\)");

  /** A path of this repository, as pages name it: {@code `routes/poll.camel.yaml`}. */
  private static final Pattern PATH =
      Pattern.compile("`((?:docs|routes|src|deploy|docker|examples|\\.mvn)/[\\w./-]*)");

  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");
  private static final Pattern SOURCE =
      Pattern.compile(".*\\.(java|yaml|yml|properties|xml|service|json)");

  private static List<Path> files(Pattern name, String... folders) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : folders) {
      try (Stream<Path> below = Files.walk(Path.of(folder))) {
        below.filter(file -> name.matcher(file.toString()).matches()).forEach(files::add);
      }
    }
    return files;
  }

  /** The anchors of a page, made of its headings as GitHub makes them. */
  private static Set<String> sections(Path page) throws IOException {
    return HEADING
        .matcher(Files.readString(page))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w -]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static boolean exists(Path page, String section) throws IOException {
    return Files.exists(page) && (section == null || sections(page).contains(section));
  }

  @Test
  void everyPageThatCodeNamesExists() throws IOException {
    List<Path> sources = files(SOURCE, "src", "routes", "deploy", "docker");
    sources.addAll(List.of(Path.of("application.properties"), Path.of("pom.xml")));
    Set<String> missing = new TreeSet<>();
    int ofTheFormat = 0;
    for (Path source : sources) {
      Matcher citation = CITATION.matcher(Files.readString(source));
      while (citation.find()) {
        Path page = Path.of(citation.group(1));
        if (!exists(page, citation.group(2))
            && !exists(Path.of("docs").resolve(page), citation.group(2))) {
          missing.add(source + " names " + citation.group());
        }
        boolean section = citation.group(2) != null;
        ofTheFormat += section && citation.group(1).equals(FORMAT_PAGE) ? 1 : 0;
      }
    }
    assertThat(missing).isEmpty();
    assertThat(ofTheFormat).as("citations of " + FORMAT_PAGE).isGreaterThan(20);
  }

  /** A class moves to another package, and what names it in a comment or a text must follow. */
  @Test
  void everyClassThatCodeNamesWithItsPackageIsInThatPackage() throws IOException {
    List<Path> sources = files(Pattern.compile(".*\\.java"), "src/main/java", "src/test/java");
    Map<String, Set<String>> packages = new HashMap<>();
    for (Path source : sources) {
      String name = source.getFileName().toString().replace(".java", "");
      packages
          .computeIfAbsent(name, first -> new TreeSet<>())
          .add(source.getParent().getFileName().toString());
    }
    Set<String> known = packages.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    Set<String> elsewhere = new TreeSet<>();
    for (Path source : sources) {
      Matcher named = CLASS_IN_PACKAGE.matcher(Files.readString(source));
      while (named.find()) {
        Set<String> there = packages.getOrDefault(named.group(2), Set.of(named.group(1)));
        if (known.contains(named.group(1)) && !there.contains(named.group(1))) {
          elsewhere.add(source + " names " + named.group() + ", which is in " + there);
        }
      }
    }
    assertThat(elsewhere).isEmpty();
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = files(Pattern.compile(".*\\.md"), "docs");
    try (Stream<Path> top = Files.list(Path.of(""))) {
      top.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
    }
    return pages;
  }

  @Test
  void everyPathThatAPageNamesExists() throws IOException {
    Set<String> missing = new TreeSet<>();
    int named = 0;
    for (Path page : pages()) {
      Matcher path = PATH.matcher(Files.readString(page));
      while (path.find()) {
        named++;
        if (Files.notExists(Path.of(path.group(1)))) {
          missing.add(page + " names " + path.group(1));
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(named).isGreaterThan(40);
  }

  @Test
  void everyLinkOfAPageLeadsSomewhere() throws IOException {
    Set<String> missing = new TreeSet<>();
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
        if (!exists(target, link.group(2))) {
          missing.add(page + " links to " + link.group());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  /** The first page of the documentation lists all others, so that none is only found by a link. */
  @Test
  void theIndexListsEveryPage() throws IOException {
    String index = Files.readString(Path.of("docs/README.md"));
    assertThat(files(Pattern.compile(".*\\.(md|csv)"), "docs"))
        .filteredOn(page -> !page.endsWith("README.md"))
        .isNotEmpty()
        .allSatisfy(page -> assertThat(index).contains("(" + Path.of("docs").relativize(page)));
  }
}
