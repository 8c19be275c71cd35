/** Plug-ins on disk: what each of them holds, and what the bundle has itself. */
package io.vnetflowroutes.plugin;
