/**
 * Forces the files of file destinations to disk, and decides what happens if one already exists.
 */
package io.vnetflowroutes.files;
