/** Makes the objects of the core out of the settings: sources, schedule, limits, lists, filters. */
package io.vnetflowroutes.settings;
