package io.vnetflowroutes.receiver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON of answers. */
final class AnswerJson {

  private static final JsonFactory JSON = new JsonFactory();

  private AnswerJson() {}

  /** The members of an object; empty if the text is not an object, for example from a proxy. */
  static Map<?, ?> object(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      return value(parser) instanceof Map<?, ?> object ? object : Map.of();
    } catch (IOException e) {
      return Map.of();
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Object> object = new HashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        object.put(name, value(parser));
      }
      return object;
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> array = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        array.add(value(parser));
      }
      return array;
    }
    return token == null || token == JsonToken.VALUE_NULL ? null : parser.getText();
  }

  /** A number, or the other one if the value is not a number. */
  static int number(Object value, int otherwise) {
    return value instanceof String digits && digits.matches("\\d{1,9}")
        ? Integer.parseInt(digits)
        : otherwise;
  }
}
