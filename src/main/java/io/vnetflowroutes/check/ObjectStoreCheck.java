package io.vnetflowroutes.check;

import io.vnetflowroutes.camel.StartProblem;
import io.vnetflowroutes.objects.ObjectStoreException;
import io.vnetflowroutes.objects.OnceEndpoint;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Checks whether a container or bucket is there and knows the credential, by a request for an
 * object that is not there.
 */
final class ObjectStoreCheck {

  /** SDKs retry for minutes what does not answer. */
  private static final int PATIENCE_SECONDS = 30;

  private final OnceEndpoint objects;
  private final String key;

  /**
   * @param objects the endpoint of the container or bucket
   * @param key the key that names it
   */
  ObjectStoreCheck(OnceEndpoint objects, String key) {
    this.objects = objects;
    this.key = key;
  }

  boolean check(CheckReporter subject) throws InterruptedException {
    String address = objects.getEndpointUri().replaceFirst("\\?.*", "");
    CompletableFuture<Void> answer = new CompletableFuture<>();
    Thread asking = new Thread(() -> ask(answer), "check");
    asking.setDaemon(true);
    asking.start();
    try {
      answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return subject.ok("container", "%s is there, and takes the credential".formatted(address));
    } catch (TimeoutException e) {
      asking.interrupt();
      return subject.fail(
          "container",
          "%s: %s did not answer within %d seconds; check the address, DNS and firewall"
              .formatted(key, address, PATIENCE_SECONDS));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ObjectStoreException said && said.isOfARight()) {
        return subject.ok(
            "container",
            "%s answers 403 (%s) to a request for an object that is not there, as S3 does without the right to list, which is not needed; only --send tells whether it takes flows"
                .formatted(address, said.code()));
      }
      return subject.fail("container", "%s: %s".formatted(key, sentence(e.getCause())));
    }
  }

  private static String sentence(Throwable cause) {
    return cause instanceof ObjectStoreException
        ? cause.getMessage()
        : StartProblem.sentence(cause);
  }

  private void ask(CompletableFuture<Void> answer) {
    try {
      objects.look();
      answer.complete(null);
    } catch (Exception e) {
      answer.completeExceptionally(e);
    }
  }
}
