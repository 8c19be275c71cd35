package io.vnetflowroutes.state;

import java.time.Instant;

/**
 * How the last poll of a process that uses this state ended.
 *
 * @param at when it ended
 * @param flowLogs how many flow logs were looked at
 * @param openBlobs how many blobs were not read to their end
 * @param failures how many listings failed, and blobs that could not be read or delivered
 */
public record LastPoll(Instant at, int flowLogs, int openBlobs, int failures) {}
