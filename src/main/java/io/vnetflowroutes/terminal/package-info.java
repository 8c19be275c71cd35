/** What the verbs share at the terminal: common options, tables, screen and shutdown. */
package io.vnetflowroutes.terminal;
