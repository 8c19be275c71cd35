package io.vnetflowroutes.deliver;

import java.util.Locale;

/**
 * Where a destination is, as the user wrote it.
 *
 * @param text a Camel URI
 */
record DestinationUri(String text) {

  String scheme() {
    return text.substring(0, text.indexOf(':')).toLowerCase(Locale.ROOT);
  }

  boolean isHttp() {
    return scheme().equals("http") || scheme().equals("https");
  }

  boolean isKafka() {
    return scheme().equals("kafka");
  }

  /**
   * The URI with what our promises need of a file: it appears by renaming, and one that is there is
   * left alone, for the same name means the same content. Options the user gave stay.
   *
   * @param unfinished how the name begins until the file is whole; processes that may write the
   *     same file at a time need one each
   */
  String complete(String unfinished) {
    if (!scheme().equals("file")) {
      return text;
    }
    String complete = text;
    if (!text.contains("fileExist=")) {
      complete = with(complete, "fileExist=Ignore");
    }
    if (!text.contains("tempPrefix=") && !text.contains("tempFileName=")) {
      complete = with(complete, "tempPrefix=" + unfinished);
    }
    return complete;
  }

  private static String with(String uri, String option) {
    return uri + (uri.indexOf('?') < 0 ? '?' : '&') + option;
  }
}
