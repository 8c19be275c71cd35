/**
 * What must survive a crash: how far each blob is delivered, what was planned next, and which
 * destination already took it.
 */
package io.vnetflowroutes.state;
