/**
 * Assembles the running program around Camel: configuration, beans, route files and their checks.
 */
package io.vnetflowroutes.camel;
