/** The program: its list of verbs, help, and exit codes. */
package io.vnetflowroutes.cli;
