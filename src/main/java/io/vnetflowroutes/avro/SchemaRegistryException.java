package io.vnetflowroutes.avro;

/**
 * A flow could not be written with its schema, because of the registry or of what its serializer is
 * set to. The flow is in order, so another attempt may succeed.
 */
final class SchemaRegistryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param error what the serializer threw; it is no cause, so that what it says of a record that
   *     it cannot write is not taken for a refusal of the record
   */
  SchemaRegistryException(String sentence, Throwable error) {
    super(sentence);
    addSuppressed(error);
  }
}
