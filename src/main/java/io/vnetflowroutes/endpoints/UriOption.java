package io.vnetflowroutes.endpoints;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * An option, or a parameter of an HTTP URL.
 *
 * @param name as it was written
 * @param value as it was written, without {@code RAW}; {@code null} where there is no equals sign
 * @param raw whether it is to be taken as it is
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

  /** As it was written, but for {@code RAW}. */
  String written() {
    return value == null ? name : name + '=' + value;
  }

  /** As a parameter of a URL; of a raw value only what would end or change it is encoded. */
  String sent() {
    return raw
        ? name + '=' + value.replace("&", "%26").replace("+", "%2B").replace("#", "%23")
        : written();
  }
}
