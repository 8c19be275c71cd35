/**
 * The route files: where they lie, what they name, and how they differ from those that are shipped.
 */
package io.vnetflowroutes.routes;
