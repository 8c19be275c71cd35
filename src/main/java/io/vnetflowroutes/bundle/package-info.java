/** Wires everything together and binds it under the names that route files use. */
package io.vnetflowroutes.bundle;
