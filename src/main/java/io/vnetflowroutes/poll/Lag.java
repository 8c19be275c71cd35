package io.vnetflowroutes.poll;

import java.time.Duration;

/**
 * How far behind a flow log is.
 *
 * @param source the source's name
 * @param flowLog the flow log's name
 * @param overdue how long its first hour that is not done is overdue; zero while none is
 */
public record Lag(String source, String flowLog, Duration overdue) {}
