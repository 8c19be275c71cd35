package io.vnetflowroutes.plugins;

import io.vnetflowroutes.errors.UserError;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarFile;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.repository.WorkspaceReader;
import org.eclipse.aether.repository.WorkspaceRepository;

/** Lets Maven find a jar of the user's own, and the POM in it, which no repository has. */
final class OwnJar implements WorkspaceReader {

  private final Wanted wanted;
  private final WorkspaceRepository repository = new WorkspaceRepository("own");

  OwnJar(Wanted wanted) {
    this.wanted = wanted;
  }

  @Override
  public WorkspaceRepository getRepository() {
    return repository;
  }

  @Override
  public File findArtifact(Artifact artifact) {
    if (!Libraries.name(artifact).equals(Libraries.name(wanted.artifact()))) {
      return null;
    }
    return artifact.getExtension().equals("pom") ? pom(artifact).toFile() : wanted.jar().toFile();
  }

  private Path pom(Artifact artifact) {
    String name =
        "META-INF/maven/%s/%s/pom.xml".formatted(artifact.getGroupId(), artifact.getArtifactId());
    try (JarFile jar = new JarFile(wanted.jar().toFile());
        InputStream in = jar.getInputStream(jar.getEntry(name))) {
      Path copy = Files.createTempFile("flowlogs-add", ".pom");
      copy.toFile().deleteOnExit();
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      return copy;
    } catch (IOException e) {
      throw new UserError("'%s' has no %s (%s)".formatted(wanted.jar(), name, e), e);
    }
  }

  @Override
  public List<String> findVersions(Artifact artifact) {
    return List.of();
  }
}
