/**
 * A message on its way: its key, name and bytes, its form on disk, and several that go together.
 */
package io.vnetflowroutes.message;
