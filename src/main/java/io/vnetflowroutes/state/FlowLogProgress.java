package io.vnetflowroutes.state;

import java.time.Instant;

/**
 * The delivery progress of one flow log.
 *
 * @param source the source's name
 * @param path the flow log's folder
 * @param done the hour before which all is done
 * @param newestHour the newest hour of which anything was read; {@code null} for none
 * @param lastDelivery when a batch was last planned or delivered; {@code null} for never
 * @param unfinishedBlobs how many blobs were begun and not read to their end
 */
public record FlowLogProgress(
    String source,
    String path,
    Instant done,
    Instant newestHour,
    Instant lastDelivery,
    int unfinishedBlobs) {}
