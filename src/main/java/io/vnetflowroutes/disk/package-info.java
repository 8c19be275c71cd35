/** Writes the program's own files for their owner only and forces them to disk. */
package io.vnetflowroutes.disk;
