package io.vnetflowroutes.plugins;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.ContextOverrides.AddRepositoriesOp;
import eu.maveniverse.maven.mima.context.ContextOverrides.ChecksumPolicy;
import eu.maveniverse.maven.mima.runtime.standalonestatic.StandaloneStaticRuntime;
import io.vnetflowroutes.errors.Causes;
import io.vnetflowroutes.errors.UserError;
import java.util.List;
import java.util.Optional;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactDescriptorException;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.util.graph.selector.AndDependencySelector;

/**
 * The libraries of a Maven repository: Maven Central, or what the user's {@code ~/.m2/settings.xml}
 * says, with its mirrors, proxies and passwords.
 */
final class Libraries implements AutoCloseable {

  private static final String RUNTIME = "runtime";

  private final Context maven;

  /**
   * @param repository the URL of a repository to take instead
   */
  Libraries(Optional<String> repository) {
    ContextOverrides.Builder options =
        ContextOverrides.create().withUserSettings(true).checksumPolicy(ChecksumPolicy.FAIL);
    repository.ifPresent(
        url ->
            options
                .repositories(
                    List.of(new RemoteRepository.Builder("given", "default", url).build()))
                .addRepositoriesOp(AddRepositoriesOp.REPLACE));
    this.maven = new StandaloneStaticRuntime().create(options.build());
  }

  /** A library as {@code group:artifact:version}. */
  static String name(Artifact artifact) {
    return artifact.getGroupId() + ':' + artifact.getArtifactId() + ':' + artifact.getVersion();
  }

  /**
   * Fetches what was asked for, and what it needs and the bundle lacks. Components of Camel that it
   * needs are of the bundle's version.
   *
   * @param shared what is not fetched, as the bundle has it
   */
  List<Artifact> fetch(Wanted wanted, SharedLibraries shared, String camel) {
    DefaultRepositorySystemSession session =
        new DefaultRepositorySystemSession(maven.repositorySystemSession());
    session.setDependencySelector(
        AndDependencySelector.newInstance(session.getDependencySelector(), shared));
    if (wanted.jar() != null) {
      session.setWorkspaceReader(new OwnJar(wanted));
    }
    try {
      CollectRequest tree =
          new CollectRequest(
              new Dependency(wanted.artifact(), RUNTIME), maven.remoteRepositories());
      tree.setManagedDependencies(components(session, camel));
      return maven
          .repositorySystem()
          .resolveDependencies(session, new DependencyRequest(tree, null))
          .getArtifactResults()
          .stream()
          .map(ArtifactResult::getArtifact)
          .toList();
    } catch (RepositoryException e) {
      throw new UserError(sentence(e), e);
    }
  }

  /** Which version each component of Camel has. */
  private List<Dependency> components(DefaultRepositorySystemSession session, String camel)
      throws ArtifactDescriptorException {
    Artifact bom = new DefaultArtifact("org.apache.camel", "camel-bom", "pom", camel);
    return maven
        .repositorySystem()
        .readArtifactDescriptor(
            session, new ArtifactDescriptorRequest(bom, maven.remoteRepositories(), null))
        .getManagedDependencies();
  }

  private static String sentence(RepositoryException e) {
    return "It cannot be fetched: "
        + String.valueOf(Causes.root(e).getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    maven.close();
  }
}
