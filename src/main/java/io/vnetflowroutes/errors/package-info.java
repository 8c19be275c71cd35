/** What went wrong: for a person to correct, thrown by the JVM, or deep in a chain of causes. */
package io.vnetflowroutes.errors;
