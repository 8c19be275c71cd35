package io.vnetflowroutes.telemetry;

import io.vnetflowroutes.derive.ListListener;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the log lines about the files of lists and databases.
 *
 * <p>Any thread may call it.
 */
public final class ListLog implements ListListener {

  private static final Logger LOG = LoggerFactory.getLogger(ListLog.class);

  @Override
  public void loaded(String key, Path file, boolean again) {
    LOG.atInfo()
        .addKeyValue("key", key)
        .addKeyValue("file", file)
        .log(again ? "List loaded again, as its file changed" : "List loaded");
  }

  @Override
  public void loadedInPart(String key, Path file, String problem) {
    warn(key, file, "The list is used, but for this: {}", problem);
  }

  @Override
  public void notLoaded(String key, Path file, String problem) {
    warn(key, file, "The list cannot be loaded, so it tells nothing: {}", problem);
  }

  @Override
  public void keptAsItWas(String key, Path file, String problem, boolean readable) {
    warn(
        key,
        file,
        readable
            ? "The list cannot be used, so it stays as it was before: {}"
            : "The list cannot be loaded, so it stays as it was before: {}",
        problem);
  }

  private static void warn(String key, Path file, String sentence, String problem) {
    LOG.atWarn().addKeyValue("key", key).addKeyValue("file", file).log(sentence, problem);
  }
}
