/** What would come of one file, without anything being sent. */
package io.vnetflowroutes.trial;
