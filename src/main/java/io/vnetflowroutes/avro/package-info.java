/**
 * Gives Kafka's serializers of Avro, which a plug-in brings, each flow as a record with a schema.
 */
package io.vnetflowroutes.avro;
