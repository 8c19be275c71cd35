/** How a file destination's files come to the disk, and what happens where one is there already. */
package io.vnetflowroutes.files;
