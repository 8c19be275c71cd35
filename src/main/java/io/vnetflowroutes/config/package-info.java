/** The settings: one declaration per key, from which reading, checking and the reference follow. */
package io.vnetflowroutes.config;
