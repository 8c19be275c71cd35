/** The verb {@code try}: shows what one file would become, without sending anything. */
package io.vnetflowroutes.trial;
