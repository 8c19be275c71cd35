/** Writes the program's own files with access for their owner only, and forces them to disk. */
package io.vnetflowroutes.disk;
