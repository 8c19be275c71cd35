package io.vnetflowroutes.endpoints;

import org.apache.camel.CamelContext;
import org.apache.camel.support.SimpleTypeConverter;

/**
 * A raw value of a URI option, such as a password, which Camel must not change. In a text, Camel
 * resolves placeholders, expressions and references, and it shows texts in the URIs of endpoints.
 */
final class RawValue {

  private final String text;

  RawValue(String text) {
    this.text = text;
  }

  /** Teaches a context to convert raw values to texts, for options that need one. */
  static void convertIn(CamelContext context) {
    context
        .getTypeConverterRegistry()
        .addTypeConverter(
            String.class,
            RawValue.class,
            new SimpleTypeConverter(false, (type, exchange, value) -> ((RawValue) value).text()));
  }

  String text() {
    return text;
  }

  /** Hides the value. */
  @Override
  public String toString() {
    return "xxxxxx";
  }
}
