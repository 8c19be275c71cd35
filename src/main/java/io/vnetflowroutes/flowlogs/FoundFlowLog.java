package io.vnetflowroutes.flowlogs;

import io.vnetflowroutes.source.FlowLogPath;
import java.time.Instant;

/**
 * A flow log that a container holds.
 *
 * @param flowLog its folder
 * @param wanted whether the settings take it
 * @param oldestHour the first hour of which there is a blob; {@code null} where there is none
 * @param newestHour the last one; {@code null} where there is none
 * @param networkInterfaces how many network interfaces have a blob of the newest hour
 * @param newestBlob the name of the blob of that hour that was written last; {@code null} for none
 * @param newestBytes its length, in bytes
 * @param written when it was written; {@code null} for none
 */
public record FoundFlowLog(
    FlowLogPath flowLog,
    boolean wanted,
    Instant oldestHour,
    Instant newestHour,
    int networkInterfaces,
    String newestBlob,
    long newestBytes,
    Instant written) {}
