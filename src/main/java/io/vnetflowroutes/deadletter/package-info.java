/**
 * Dead letters: what could not be read and what a destination refused, complete and with the
 * reason.
 */
package io.vnetflowroutes.deadletter;
