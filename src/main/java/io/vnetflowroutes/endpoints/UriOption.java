package io.vnetflowroutes.endpoints;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * An option, or a parameter of an HTTP URL.
 *
 * @param name the name as it was written
 * @param value the value as it was written, without {@code RAW}; {@code null} without an equals
 *     sign
 * @param raw whether Camel must not change it
 */
record UriOption(String name, String value, boolean raw) {

  /** The name as Camel knows it. */
  String plainName() {
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }

  /** The value as Camel passes it on. */
  String plain() {
    try {
      return raw ? value : URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }

  /** The option as it was written, without {@code RAW}. */
  String written() {
    return value == null ? name : name + '=' + value;
  }

  /**
   * The option as a parameter of a URL. In a raw value, only characters that would end or change it
   * are encoded.
   */
  String sent() {
    return raw
        ? name + '=' + value.replace("&", "%26").replace("+", "%2B").replace("#", "%23")
        : written();
  }
}
