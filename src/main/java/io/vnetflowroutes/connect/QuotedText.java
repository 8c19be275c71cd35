package io.vnetflowroutes.connect;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/**
 * The length of texts that a converter may write as JSON. Connect's own writes a surrogate as six
 * bytes.
 */
final class QuotedText {

  /** How much longer a surrogate is in six bytes than as half of a character in UTF-8. */
  private static final int SURROGATE_BYTES = 4;

  private QuotedText() {}

  /** How many bytes a text takes at the most, without the marks around it. */
  static int bytes(String text) {
    int surrogates = (int) text.chars().filter(c -> Character.isSurrogate((char) c)).count();
    return JsonStringEncoder.getInstance().quoteAsUTF8(text).length + SURROGATE_BYTES * surrogates;
  }
}
