/** The verb {@code cache}: makes the archive of classes from which later starts are faster. */
package io.vnetflowroutes.cache;
