package io.vnetflowroutes.poll;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * How far behind a flow log is.
 *
 * @param source the source's name
 * @param flowLog the flow log's name, which another one may have, too
 * @param path the flow log's folder, which distinguishes it from all others of the source
 * @param overdue how long its first hour that is not done is overdue; zero while none is
 * @param whole whether an hour was listed once it had settled, and every blob found is read
 */
public record Lag(
    String source, String flowLog, String path, Duration overdue, Predicate<Instant> whole) {}
