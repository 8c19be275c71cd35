/** How the service stands, as its files tell. */
package io.vnetflowroutes.status;
