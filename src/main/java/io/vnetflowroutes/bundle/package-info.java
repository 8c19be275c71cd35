/** The one place where everything is put together and bound under the names routes use. */
package io.vnetflowroutes.bundle;
