package io.vnetflowroutes.message;

import io.vnetflowroutes.files.SameName;
import io.vnetflowroutes.files.UnfinishedName;
import io.vnetflowroutes.objects.ObjectStore;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a destination is, as the user wrote it.
 *
 * @param text a Camel URI
 */
public record DestinationUri(String text) {

  /**
   * Flows repeat their context, so that batches become a tenth of their size. Larger batches would
   * gain more, but Kafka's client cuts one that a topic finds too large into pieces of the batch
   * size, which for a topic with a lower limit would be too large again, and again.
   */
  private static final List<String> KAFKA = List.of("compressionCodec=lz4", "lingerMs=5");

  /** Camel takes no name for an unfinished file if it is to append to one. */
  private static final Pattern APPENDS = Pattern.compile("[?&]fileExist=(?i:append)(&|$)");

  String scheme() {
    return text.substring(0, text.indexOf(':')).toLowerCase(Locale.ROOT);
  }

  public boolean isHttp() {
    return scheme().equals("http") || scheme().equals("https");
  }

  boolean isKafka() {
    return scheme().equals("kafka");
  }

  /** Whether it is an object store, whose objects have the names of files. */
  public boolean isObjects() {
    return ObjectStore.of(text).isPresent();
  }

  public boolean isFile() {
    return scheme().equals("file");
  }

  /**
   * The URI with what our promises need of a file: it appears by renaming, and one that is there
   * counts as delivered only if it holds the same; and with what suits flows better than the
   * defaults of Kafka's client. Options the user gave stay.
   *
   * @param unfinished how the name begins until the file is whole; processes that may write the
   *     same file at a time need one each
   * @param sameName what becomes of a file that is there and holds something else
   */
  public String complete(String unfinished, SameName sameName) {
    String complete = text;
    if (isKafka()) {
      for (String option : KAFKA) {
        complete = orAsGiven(complete, option);
      }
    }
    ObjectStore store = ObjectStore.of(text).orElse(null);
    if (store != null) {
      for (String option : store.options(sameName != SameName.REPLACE)) {
        complete = orAsGiven(complete, option);
      }
      return with(complete, SameName.OPTION + '=' + sameName);
    }
    if (!isFile()) {
      return complete;
    }
    if (!has("fileExist")) {
      complete = with(complete, SameName.OPTION + '=' + sameName);
    }
    boolean appends = APPENDS.matcher(text).find();
    if (!appends && !has("tempPrefix") && !has("tempFileName")) {
      complete = with(complete, UnfinishedName.option(unfinished));
      complete = orAsGiven(complete, "copyAndDeleteOnRenameFail=false");
    }
    return complete;
  }

  private String orAsGiven(String uri, String option) {
    return has(name(option)) ? uri : with(uri, option);
  }

  private static String name(String option) {
    return option.substring(0, option.indexOf('='));
  }

  private boolean has(String option) {
    return Pattern.compile("[?&]" + option + '=').matcher(text).find();
  }

  private static String with(String uri, String option) {
    return uri + (uri.indexOf('?') < 0 ? '?' : '&') + option;
  }
}
