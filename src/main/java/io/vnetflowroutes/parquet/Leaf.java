package io.vnetflowroutes.parquet;

import java.util.List;

/**
 * Where a column stands in the schema. Every value may be missing; groups above it may not, other
 * than lists.
 *
 * @param path the names from the root on
 * @param type the type of its values
 * @param repeated whether a row has a list of values
 * @param definition the level of a value that is there; that of one that is missing is 0
 */
record Leaf(List<String> path, LeafType type, boolean repeated, int definition) {}
