/** What the person who runs the program sees of it. */
package io.vnetflowroutes.observe;
