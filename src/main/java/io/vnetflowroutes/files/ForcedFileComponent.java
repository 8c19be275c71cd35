package io.vnetflowroutes.files;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.apache.camel.component.file.FileComponent;
import org.apache.camel.component.file.GenericFileConfiguration;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.spi.annotations.Component;

/**
 * Camel's file component, with a producer that forces each file, and each folder that it makes, to
 * disk before it returns. All options are Camel's, except one that our own URIs have: {@link
 * SameName}. With {@code forceWrites=false} nothing is forced; Camel 4 still has that option, but
 * ignores it.
 */
@Component(ForcedFileComponent.SCHEME)
public final class ForcedFileComponent extends FileComponent {

  /** The scheme of its URIs, under which it is bound to stand in for Camel's. */
  public static final String SCHEME = "file";

  private final Path folder;
  private final SameName.Listener listener;
  private ExecutorService forcing;

  /**
   * @param folder where relative paths count from; empty for the folder of the process
   * @param listener gets files of one name that hold different bytes
   */
  public ForcedFileComponent(Path folder, SameName.Listener listener) {
    this.folder = folder;
    this.listener = listener;
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    forcing = getCamelContext().getExecutorServiceManager().newCachedThreadPool(this, "force");
  }

  @Override
  protected void doShutdown() throws Exception {
    getCamelContext().getExecutorServiceManager().shutdownNow(forcing);
    super.doShutdown();
  }

  ExecutorService forcing() {
    return forcing;
  }

  @Override
  protected GenericFileEndpoint<File> buildFileEndpoint(
      String uri, String remaining, Map<String, Object> parameters) throws Exception {
    String word = getAndRemoveParameter(parameters, SameName.OPTION, String.class);
    SameName sameName = word == null ? null : SameName.valueOf(word);
    String whole = folder.resolve(remaining).toString();
    GenericFileConfiguration configuration =
        super.buildFileEndpoint(uri, whole, parameters).getConfiguration();
    ForcedFileEndpoint endpoint = new ForcedFileEndpoint(uri, this, sameName, listener);
    endpoint.setConfiguration(configuration);
    endpoint.setFile(new File(whole));
    return endpoint;
  }
}
