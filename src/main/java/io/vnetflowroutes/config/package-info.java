/** Typed keys: one declaration each, from which reading, checking and the reference follow. */
package io.vnetflowroutes.config;
