/** What storage accounts hold: which flow logs, and how new. */
package io.vnetflowroutes.inventory;
