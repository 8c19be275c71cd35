/** The verbs of the command line: options, reports and exit codes. */
package io.vnetflowroutes.cli;
