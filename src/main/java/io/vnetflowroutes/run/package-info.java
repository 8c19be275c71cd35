/** The verb {@code run}: polls and delivers until it is stopped. */
package io.vnetflowroutes.run;
