/** Describes errors: a user's mistakes, errors that the JVM throws, and causes deep in a chain. */
package io.vnetflowroutes.errors;
