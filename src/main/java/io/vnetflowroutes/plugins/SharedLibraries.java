package io.vnetflowroutes.plugins;

import io.vnetflowroutes.plugin.Bundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.collection.DependencyCollectionContext;
import org.eclipse.aether.collection.DependencySelector;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.util.version.GenericVersionScheme;
import org.eclipse.aether.version.InvalidVersionSpecificationException;
import org.eclipse.aether.version.Version;
import org.eclipse.aether.version.VersionConstraint;

/**
 * The libraries that a plug-in needs and the bundle has: they are not fetched, and all on the class
 * path use the bundle's version. It notes which version is asked for; an older one than the
 * bundle's is no conflict.
 *
 * <p>One thread lets Maven ask it.
 */
final class SharedLibraries implements DependencySelector {

  /** What the bundle logs with stands in the place of these. */
  private static final Set<String> LOGGING =
      Set.of(
          "commons-logging:commons-logging",
          "org.springframework:spring-jcl",
          "org.slf4j:slf4j-simple",
          "org.slf4j:slf4j-nop",
          "org.slf4j:slf4j-log4j12",
          "org.slf4j:slf4j-reload4j",
          "org.slf4j:slf4j-jdk14",
          "org.apache.logging.log4j:log4j-slf4j-impl",
          "org.apache.logging.log4j:log4j-slf4j2-impl");

  private static final GenericVersionScheme VERSIONS = new GenericVersionScheme();

  private final Bundle bundle;
  private final Map<String, String> conflicts = new TreeMap<>();

  SharedLibraries(Bundle bundle) {
    this.bundle = bundle;
  }

  @Override
  public boolean selectDependency(Dependency dependency) {
    Artifact artifact = dependency.getArtifact();
    String name = artifact.getGroupId() + ':' + artifact.getArtifactId();
    if (dependency.isOptional() || LOGGING.contains(name)) {
      return false;
    }
    String there = bundle.version(artifact.getGroupId(), artifact.getArtifactId()).orElse(null);
    if (there != null && isConflict(artifact.getVersion(), there)) {
      conflicts.put(
          name, "%s %s, but the bundle has %s".formatted(name, artifact.getVersion(), there));
    }
    return there == null;
  }

  @Override
  public DependencySelector deriveChildSelector(DependencyCollectionContext context) {
    return this;
  }

  /** Whether a version is asked for that is newer than that which is there. */
  static boolean isConflict(String asked, String there) {
    try {
      VersionConstraint constraint = VERSIONS.parseVersionConstraint(asked);
      Version has = VERSIONS.parseVersion(there);
      return constraint.getRange() == null
          ? constraint.getVersion().compareTo(has) > 0
          : !constraint.containsVersion(has);
    } catch (InvalidVersionSpecificationException e) {
      return true;
    }
  }

  /** What is needed in a newer version than that of the bundle; one sentence each. */
  List<String> conflicts(String plugin) {
    List<String> sentences = new ArrayList<>();
    conflicts.values().forEach(conflict -> sentences.add(plugin + " needs " + conflict));
    return sentences;
  }
}
