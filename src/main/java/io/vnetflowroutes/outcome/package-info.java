/** What became of an attempt to send: one outcome, decided from exception, status and answer. */
package io.vnetflowroutes.outcome;
