package io.vnetflowroutes.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;

/**
 * Jackson's parser of a byte array, extended so that it can skip the first elements of a JSON array
 * that other code has already read.
 */
final class RecordJsonParser extends UTF8StreamJsonParser {

  private RecordJsonParser(
      IOContext context,
      int features,
      ByteQuadsCanonicalizer names,
      byte[] bytes,
      int from,
      int length) {
    super(context, features, null, null, names, bytes, from, from + length, 0, false);
  }

  /** The index in the array of the first byte that was not read. */
  int position() {
    return _inputPtr;
  }

  /**
   * Continues at one of an array's elements as if it were the first, without a comma before it.
   * Call it only directly after the token that opens the array.
   */
  void continueAt(int position) {
    _inputPtr = position;
  }

  /** The index in the array of the current token. */
  int tokenStart() {
    return (int) (_tokenInputTotal - _currInputProcessed) - 1;
  }

  /** Makes these parsers of bytes, which must be UTF-8. */
  static final class Factory extends JsonFactory {

    private static final long serialVersionUID = 1;

    Factory(JsonFactoryBuilder builder) {
      super(builder);
    }

    @Override
    protected JsonParser _createParser(byte[] bytes, int from, int length, IOContext context) {
      return new RecordJsonParser(
          context,
          _parserFeatures,
          _byteSymbolCanonicalizer.makeChildOrPlaceholder(_factoryFeatures),
          bytes,
          from,
          length);
    }
  }
}
