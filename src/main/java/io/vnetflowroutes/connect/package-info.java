/** The source connector of Kafka Connect: gives what storage accounts hold to topics. */
package io.vnetflowroutes.connect;
