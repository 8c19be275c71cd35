package io.vnetflowroutes.telemetry;

import io.vnetflowroutes.poll.DueBlob;
import io.vnetflowroutes.read.ReadListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the blobs that were read, and writes the log lines about them. */
public final class ReadLog implements ReadListener {

  private static final Logger LOG = LoggerFactory.getLogger(ReadLog.class);

  private final Counters counters;

  public ReadLog(Counters counters) {
    this.counters = counters;
  }

  @Override
  public void read(DueBlob blob) {
    counters.blob();
  }

  @Override
  public void endsInsideRecord(DueBlob blob, long bytes) {
    LOG.atWarn()
        .addKeyValue("source", blob.listed().source())
        .addKeyValue("blob", blob.listed().name())
        .addKeyValue("bytes", bytes)
        .log(
            "The blob ends inside a record; it is read on when the blob grows, and goes to the dead"
                + " letter when its hour is long over");
  }
}
