/** Shows what the program does: counters, metrics, readiness and log lines. */
package io.vnetflowroutes.observe;
