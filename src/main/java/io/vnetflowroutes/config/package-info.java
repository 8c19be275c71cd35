/** The settings: one declaration a key, reading them, and checking them all at once. */
package io.vnetflowroutes.config;
