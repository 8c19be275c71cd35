/**
 * What sentences are made of: a user's mistakes, errors of the JVM, causes deep in a chain, amounts
 * and spans.
 */
package io.vnetflowroutes.errors;
