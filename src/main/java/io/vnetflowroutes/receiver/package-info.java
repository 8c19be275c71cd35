/** The services that flows are sent to: facts by type, envelopes, and how answers are read. */
package io.vnetflowroutes.receiver;
