package io.vnetflowroutes.source;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The place of a source's blobs: a container of a storage account, or a directory laid out like
 * one. The program never writes, moves or deletes anything in it.
 */
public interface Container {

  /** The names of the folders directly under a prefix, each whole and with a slash at its end. */
  List<String> folders(String prefix);

  /**
   * The blobs whose names start with a prefix that ends in a slash, a page at a time, each listed
   * when it is asked for. They come in the order of their names, or of the folders in them.
   */
  Iterator<List<ListedBlob>> pages(String prefix);

  /** Hands out all blobs of the {@link #pages}. */
  default void list(String prefix, Consumer<ListedBlob> blobs) {
    pages(prefix).forEachRemaining(page -> page.forEach(blobs));
  }

  /** A blob as it is now; empty where it is no longer there. */
  default Optional<ListedBlob> look(ListedBlob blob) {
    List<ListedBlob> found = new ArrayList<>();
    list(
        blob.name().substring(0, blob.name().lastIndexOf('/') + 1),
        beside -> {
          if (beside.name().equals(blob.name())) {
            found.add(beside);
          }
        });
    return found.stream().findFirst();
  }

  /**
   * Opens a blob's bytes between two offsets; they come as they are read. A service answers only if
   * the blob is still the listed one: otherwise this or a read throws what {@link
   * AzureProblem#changed} recognises.
   *
   * @param to no further than the length that was listed
   */
  InputStream open(ListedBlob blob, long from, long to) throws IOException;

  /** Where the container is, for messages; without any secret. */
  String location();

  /** What is equal for two containers exactly if they hold the same blobs, as far as is known. */
  Object place();

  /** How many listing calls were made so far; what polling costs. */
  long listCalls();

  /** The time by the clock that dates the changes of blobs. */
  Instant now(Instant here);

  /** Whether it is a service, which answers no listing while one fails for want of an answer. */
  boolean remote();

  /**
   * Goes on with the credential that is configured now.
   *
   * @return whether it is another one
   */
  boolean renew();

  /** The requests that were made so far; none of a directory. */
  Map<AzureCalls.Call, Long> calls();
}
