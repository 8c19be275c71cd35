package io.vnetflowroutes.poll;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * How far behind a flow log is.
 *
 * @param source the source's name
 * @param flowLog the flow log's name; another one may have the same
 * @param path the flow log's folder, which identifies it in its source
 * @param overdue how long its first hour that is not done is overdue; zero while none is
 * @param whole whether an hour was listed after it had settled, and every blob found is read
 */
public record Lag(
    String source, String flowLog, String path, Duration overdue, Predicate<Instant> whole) {}
