package io.vnetflowroutes.check;

import java.util.function.Predicate;

/**
 * The scope of a check, besides settings and routes.
 *
 * @param sources which sources, by their names
 * @param destinations which destinations
 * @param spools of which destinations what waits in their spools is looked at
 * @param disk whether the program's own folders and its port are looked at
 * @param send whether each destination is sent a test flow
 */
public record CheckScope(
    Predicate<String> sources,
    Predicate<String> destinations,
    Predicate<String> spools,
    boolean disk,
    boolean send) {}
