package io.vnetflowroutes.endpoints;

import org.apache.camel.CamelContext;
import org.apache.camel.support.SimpleTypeConverter;

/**
 * A raw value of a URI option, such as a password, which is used as it is. Camel resolves
 * placeholders, expressions and references in a text, and shows texts in the URIs of endpoints.
 */
final class RawValue {

  private final String text;

  RawValue(String text) {
    this.text = text;
  }

  /** Lets a context turn these into texts where an option needs one. */
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

  /** What may be shown. */
  @Override
  public String toString() {
    return "xxxxxx";
  }
}
