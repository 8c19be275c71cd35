package io.vnetflowroutes.handover;

import io.vnetflowroutes.errors.UserError;

/** A record of Kafka's is no batch that this program can read; the message is a sentence. */
public final class BatchRecordException extends UserError {

  private static final long serialVersionUID = 1L;

  BatchRecordException(String sentence) {
    super(sentence);
  }

  BatchRecordException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
