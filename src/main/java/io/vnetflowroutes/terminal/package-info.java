/** What the verbs share at the terminal: common options, tables, units, screen and shutdown. */
package io.vnetflowroutes.terminal;
