/** The verbs of the command line. */
package io.vnetflowroutes.cli;
