package io.vnetflowroutes.queue;

import io.vnetflowroutes.spool.SegmentLog;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what is wrong with the files of a spool. */
record SpoolDamage(String destination) implements SegmentLog.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(SpoolDamage.class);

  @Override
  public void cutOff(Path file, long bytes) {
    LOG.atWarn()
        .addKeyValue("destination", destination)
        .addKeyValue("file", file)
        .addKeyValue("bytes", bytes)
        .log(
            "The program had ended while it wrote to the spool; the unfinished message is cut off,"
                + " and its batch is delivered again");
  }

  @Override
  public void damaged(Path aside) {
    LOG.atError()
        .addKeyValue("destination", destination)
        .addKeyValue("file", aside)
        .log("A part of the spool is damaged and is not sent; look at the disk it lies on");
  }
}
