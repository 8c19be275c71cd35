/**
 * Keeps what must survive a crash: how far each blob is, what is planned, who acknowledged what.
 */
package io.vnetflowroutes.state;
