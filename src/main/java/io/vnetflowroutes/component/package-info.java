/**
 * The Camel component that reads flow logs for the routes of any program, and splits blobs there.
 */
package io.vnetflowroutes.component;
