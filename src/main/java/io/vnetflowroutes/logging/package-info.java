/** Writes the log lines of the program to the console, as text or as JSON. */
package io.vnetflowroutes.logging;
