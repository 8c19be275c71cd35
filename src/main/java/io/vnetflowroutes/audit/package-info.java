/** Whether everything that Azure holds was delivered. */
package io.vnetflowroutes.audit;
