/**
 * Declares all keys, and makes the objects of the core: sources, schedule, limits, lists, filters.
 */
package io.vnetflowroutes.settings;
