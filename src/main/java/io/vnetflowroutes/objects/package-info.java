/**
 * Writes objects of stores only if they are absent, and settles what happens if one already exists.
 */
package io.vnetflowroutes.objects;
