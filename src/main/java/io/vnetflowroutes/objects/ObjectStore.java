package io.vnetflowroutes.objects;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.Message;

/** A kind of object store: how its component of Camel is asked, and how it answers. */
public interface ObjectStore {

  /** The scheme of the component's URIs. */
  String scheme();

  /**
   * The options that the URI needs, as {@code name=value}, for those it does not have.
   *
   * @param onlyIfAbsent whether an object that is there is to stay
   */
  List<String> options(boolean onlyIfAbsent);

  /**
   * Checks that an endpoint writes to the account that its URI names, as far as that can be known.
   *
   * @throws IllegalArgumentException if it does not; the message is a sentence
   */
  void checkAccount(Endpoint endpoint);

  /**
   * Asks for a body to be written under a key.
   *
   * @param length of the body, which is a stream
   */
  void put(Message body, long length, String key, String contentType, boolean onlyIfAbsent);

  /** Asks for what an object holds. */
  void get(Message request, String key);

  /** The status of the answer behind an exception; 0 if there was none. */
  int status(Throwable error);

  /** The store's own word for an error, such as {@code AuthorizationFailure}; may be empty. */
  String code(Throwable error);

  /** Whether an exception says that the object that is to be written is there. */
  boolean saysThere(Throwable error);

  /** The kind of store that a URI is of. */
  static Optional<ObjectStore> of(String uri) {
    String scheme = uri.replaceFirst(":.*", "").toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case AzureBlobs.SCHEME -> Optional.of(new AzureBlobs());
      case S3Objects.SCHEME -> Optional.of(new S3Objects());
      default -> Optional.empty();
    };
  }
}
