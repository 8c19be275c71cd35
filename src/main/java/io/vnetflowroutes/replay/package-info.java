/** Sends what was set aside in the dead letter, once the cause is gone. */
package io.vnetflowroutes.replay;
