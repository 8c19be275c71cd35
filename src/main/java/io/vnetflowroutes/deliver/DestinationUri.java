package io.vnetflowroutes.deliver;

import java.util.List;
import java.util.Locale;

/**
 * Where a destination is, as the user wrote it.
 *
 * @param text a Camel URI
 */
record DestinationUri(String text) {

  /**
   * Flows repeat their context, so that batches become a tenth of their size. Larger batches would
   * gain more, but Kafka's client cuts one that a topic finds too large into pieces of the batch
   * size, which for a topic with a lower limit would be too large again, and again.
   */
  private static final List<String> KAFKA = List.of("compressionCodec=lz4", "lingerMs=5");

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
   * left alone, for the same name means the same content; and with what suits flows better than the
   * defaults of Kafka's client. Options the user gave stay.
   *
   * @param unfinished how the name begins until the file is whole; processes that may write the
   *     same file at a time need one each
   */
  String complete(String unfinished) {
    String complete = text;
    if (isKafka()) {
      for (String option : KAFKA) {
        complete = orAsGiven(complete, option);
      }
    }
    if (!scheme().equals("file")) {
      return complete;
    }
    complete = orAsGiven(complete, "fileExist=Ignore");
    if (!text.contains("tempPrefix=") && !text.contains("tempFileName=")) {
      complete = with(complete, "tempPrefix=" + unfinished);
    }
    return complete;
  }

  private String orAsGiven(String uri, String option) {
    String name = option.substring(0, option.indexOf('=') + 1);
    return text.contains(name) ? uri : with(uri, option);
  }

  private static String with(String uri, String option) {
    return uri + (uri.indexOf('?') < 0 ? '?' : '&') + option;
  }
}
