/**
 * The engine of the formats: rows of keys and values, cached as text while consecutive flows share
 * it.
 */
package io.vnetflowroutes.table;
