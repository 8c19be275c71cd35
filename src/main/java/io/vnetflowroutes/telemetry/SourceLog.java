package io.vnetflowroutes.telemetry;

import io.vnetflowroutes.source.SourceListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the log lines about names in a source that are not read.
 *
 * <p>Any thread may call it.
 */
public final class SourceLog implements SourceListener {

  private static final Logger LOG = LoggerFactory.getLogger(SourceLog.class);

  @Override
  public void nameless(String source, String name) {
    LOG.atWarn()
        .addKeyValue("source", source)
        .addKeyValue("name", name)
        .log(
            "The name is not text in this machine's encoding, so what lies there is not read;"
                + " rename it, or set LC_ALL to a UTF-8 locale");
  }

  @Override
  public void upperCase(String source, String folder) {
    LOG.atWarn()
        .addKeyValue("source", source)
        .log(
            "The folder '{}' is not read: Azure writes 'y=', 'm=', 'd=' and 'h=' in lower case",
            folder);
  }
}
