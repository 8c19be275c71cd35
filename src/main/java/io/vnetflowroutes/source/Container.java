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

  /** The full names of the folders directly under a prefix, each with a slash at its end. */
  List<String> folders(String prefix);

  /**
   * The blobs whose names start with a prefix that ends in a slash, a page at a time; each page is
   * listed when it is asked for. The order is that of the names, or of the folders in them.
   */
  Iterator<List<ListedBlob>> pages(String prefix);

  /** Passes on all blobs of the {@link #pages}. */
  default void list(String prefix, Consumer<ListedBlob> blobs) {
    pages(prefix).forEachRemaining(page -> page.forEach(blobs));
  }

  /** A blob as it is now; empty if it no longer exists. */
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
   * Opens a stream of a blob's bytes between two offsets. A service answers only if the blob is
   * still the listed one: otherwise this method or a read throws an error that {@link
   * AzureProblem#changed} recognises.
   *
   * @param to at most the listed length
   */
  InputStream open(ListedBlob blob, long from, long to) throws IOException;

  /** The location of the container, for messages; without any secret. */
  String location();

  /**
   * A value that two containers share if and only if they hold the same blobs, as far as is known.
   */
  Object place();

  /** The number of list calls so far, which make up the cost of polling. */
  long listCalls();

  /** The time by the clock that dates the changes of blobs. */
  Instant now(Instant here);

  /** Whether it is a service: if one listing gets no answer, the others will get none either. */
  boolean remote();

  /**
   * Continues with the credential that is configured now.
   *
   * @return whether it is another one
   */
  boolean renew();

  /** The requests so far; none for a directory. */
  Map<AzureCalls.Call, Long> calls();
}
