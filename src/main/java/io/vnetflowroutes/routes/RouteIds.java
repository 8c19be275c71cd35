package io.vnetflowroutes.routes;

import io.vnetflowroutes.message.RouteNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The ids that route files give to routes. Camel drops a route without a word if another file, or a
 * destination, has a route of the same id, so what is there twice is found here.
 */
public final class RouteIds {

  private static final String ROUTE = "route";
  private static final String TEMPLATE = "routeTemplate";
  private static final List<String> OF_A_DESTINATION =
      List.of("deliver-", "attempt-", RouteNames.SEND, "drain-");

  private final Map<String, String> places = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private RouteIds() {}

  /**
   * The mistakes, one sentence each with file and line.
   *
   * @param destinations the names of those that routes are made for
   */
  public static List<String> problems(List<Path> files, List<String> destinations) {
    RouteIds ids = new RouteIds();
    for (String name : destinations) {
      OF_A_DESTINATION.forEach(
          kind ->
              ids.places.put(
                  ROUTE + ' ' + kind + name, "a route of the destination '%s'".formatted(name)));
    }
    files.forEach(ids::read);
    return ids.problems;
  }

  private void read(Path file) {
    try {
      Node root =
          new Compose(LoadSettings.builder().build())
              .composeString(Files.readString(file))
              .orElse(null);
      if (root instanceof SequenceNode all) {
        all.getValue().forEach(one -> definition(file, one));
      }
    } catch (YamlEngineException e) {
      // Camel's own parser says what is wrong with the file.
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void definition(Path file, Node node) {
    if (node instanceof MappingNode definition) {
      for (NodeTuple member : definition.getValue()) {
        for (String kind : List.of(ROUTE, TEMPLATE)) {
          if (isNamed(member, kind) && member.getValueNode() instanceof MappingNode route) {
            route.getValue().stream()
                .filter(one -> isNamed(one, "id"))
                .forEach(id -> id(file, kind, id));
          }
        }
      }
    }
  }

  private static boolean isNamed(NodeTuple member, String name) {
    return member.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name);
  }

  private void id(Path file, String kind, NodeTuple member) {
    if (member.getValueNode() instanceof ScalarNode id) {
      int line = id.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
      RoutePlace place = new RoutePlace(file, line, "");
      String other =
          places.putIfAbsent(
              kind + ' ' + id.getValue(), "the one at line %d of '%s'".formatted(line, file));
      if (other != null) {
        problems.add(
            "%sthe id '%s' is that of %s, too; give one of them another"
                .formatted(place.wrong(), id.getValue(), other));
      }
    }
  }
}
