package io.vnetflowroutes.source;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Mono;

/**
 * Counts the requests to one storage account, each attempt separately: a policy in the Azure SDK's
 * pipeline. A listing costs about twelve times as much as a read
 * (docs/azure-flow-log-format.md#limits-and-cost). Any thread may call it.
 */
public final class AzureCalls implements HttpPipelinePolicy {

  private static final String LISTING = "comp=list";

  private final Map<Call, LongAdder> calls = new ConcurrentHashMap<>();

  /**
   * A kind of request, and its answer.
   *
   * @param kind {@code list} or {@code read}
   * @param status the HTTP status, or {@code none} if there was no answer
   */
  public record Call(String kind, String status) implements Comparable<Call> {

    @Override
    public int compareTo(Call other) {
      int kinds = kind.compareTo(other.kind);
      return kinds == 0 ? status.compareTo(other.status) : kinds;
    }
  }

  /** The number of calls of each kind and status. */
  public Map<Call, Long> counts() {
    Map<Call, Long> counts = new TreeMap<>();
    calls.forEach((call, count) -> counts.put(call, count.sum()));
    return counts;
  }

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    return next.process()
        .doOnNext(response -> count(context, status(response)))
        .doOnError(error -> count(context, "none"));
  }

  @Override
  public HttpResponse processSync(
      HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
    String status = "none";
    try {
      HttpResponse response = next.processSync();
      status = status(response);
      return response;
    } finally {
      count(context, status);
    }
  }

  @Override
  public HttpPipelinePosition getPipelinePosition() {
    return HttpPipelinePosition.PER_RETRY;
  }

  private static String status(HttpResponse response) {
    return Integer.toString(response.getStatusCode());
  }

  private void count(HttpPipelineCallContext context, String status) {
    String query = context.getHttpRequest().getUrl().getQuery();
    String kind = query != null && query.contains(LISTING) ? "list" : "read";
    calls.computeIfAbsent(new Call(kind, status), call -> new LongAdder()).increment();
  }
}
