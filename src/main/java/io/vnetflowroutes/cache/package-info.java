/** The verb {@code cache}: makes the class cache with which later starts are faster. */
package io.vnetflowroutes.cache;
