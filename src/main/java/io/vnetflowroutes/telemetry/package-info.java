/** Shows what the program does: counters, metrics, health, traces and the summary lines. */
package io.vnetflowroutes.telemetry;
