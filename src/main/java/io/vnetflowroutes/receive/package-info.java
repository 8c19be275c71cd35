/** Takes batches from a topic of Kafka as a member of a consumer group, in the place of sources. */
package io.vnetflowroutes.receive;
