/** Files and folders of the program's own, and what is wrong with the disk that they lie on. */
package io.vnetflowroutes.disk;
