package io.vnetflowroutes.parse;

import java.io.IOException;

/** A blob no longer holds the bytes that were read before: it was rewritten under the same name. */
public final class BlobRewrittenException extends IOException {

  private static final long serialVersionUID = 1L;

  public BlobRewrittenException(String blob) {
    super(
        "Blob '" + blob + "' was written anew since it was read; it is read from its start again");
  }
}
