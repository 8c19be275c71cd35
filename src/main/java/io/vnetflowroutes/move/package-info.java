/** The verb {@code state}: takes how far sources are read to Kafka Connect, and back. */
package io.vnetflowroutes.move;
