/** Reads dead letters, to send them again once their cause is gone. */
package io.vnetflowroutes.replay;
