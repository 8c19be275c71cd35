/** The verb {@code replay}: sends dead letters again once their cause is gone. */
package io.vnetflowroutes.replay;
