/** What the verbs share at the terminal: common options, tables, units, screen and end. */
package io.vnetflowroutes.terminal;
