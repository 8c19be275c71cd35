package io.vnetflowroutes.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Parses untrusted JSON: with limits, and only into text that has a form in UTF-8. */
public final class RecordJson {

  private final RecordJsonParser.Factory factory;

  private RecordJson(RecordJsonParser.Factory factory) {
    this.factory = factory;
  }

  /**
   * Makes parsers that refuse JSON beyond the limits.
   *
   * @param stringLimit the most characters of a text that is read, a key or a number
   * @param nestingLimit the most objects and arrays within each other; a flow log's records have 7
   */
  public static RecordJson within(int stringLimit, int nestingLimit) {
    return new RecordJson(new RecordJsonParser.Factory(builder(stringLimit, nestingLimit)));
  }

  private static JsonFactoryBuilder builder(int stringLimit, int nestingLimit) {
    return new JsonFactoryBuilder()
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxStringLength(stringLimit)
                .maxNameLength(stringLimit)
                .maxNumberLength(stringLimit)
                .maxNestingDepth(nestingLimit)
                .build());
  }

  /** A parser of bytes in an array, which must be UTF-8. */
  RecordJsonParser parser(byte[] bytes, int from, int length) throws IOException {
    return (RecordJsonParser) factory.createParser(bytes, from, length);
  }

  StreamReadConstraints limits() {
    return factory.streamReadConstraints();
  }

  /** A sentence, without content, that names the limit which was exceeded. */
  String sentence(StreamConstraintsException beyond) {
    String message = beyond.getOriginalMessage();
    if (message.contains("getMaxNestingDepth")) {
      return "The record is nested deeper than "
          + limits().getMaxNestingDepth()
          + " levels (flowlogs.nesting-limit)";
    }
    return message.contains("Length()")
        ? "The record holds a text, key or number longer than "
            + limits().getMaxStringLength()
            + " characters (flowlogs.string-limit)"
        : "The record is beyond a limit of the JSON parser: " + message;
  }

  /** The token's text. Half of a surrogate pair has no form in UTF-8 and becomes U+FFFD. */
  static String text(JsonParser parser) throws IOException {
    String text = parser.getText();
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
      }
    }
    return text;
  }
}
