/**
 * The verb {@code try}: shows what each destination would get from one file, without sending
 * anything.
 */
package io.vnetflowroutes.trial;
