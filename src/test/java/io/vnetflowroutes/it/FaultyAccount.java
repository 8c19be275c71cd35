package io.vnetflowroutes.it;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A storage account that fails when it is told to: a WireMock proxy in front of Azurite. What is
 * not told to fail is answered by Azurite.
 */
public final class FaultyAccount implements AutoCloseable {
  private static final int FIRST = 1;
  private static final int LAST = 10;

  private final Azurite azurite;
  private final String azuriteHost;
  private final BreakOff breakOff = new BreakOff();
  private final ShiftedDate date = new ShiftedDate();
  private final WireMockServer proxy;
  private final Map<String, List<StubMapping>> faults = new ConcurrentHashMap<>();

  private FaultyAccount(Azurite azurite) {
    this.azurite = azurite;
    this.azuriteHost = azurite.accountUrl().replaceFirst("/" + azurite.accountName() + "$", "");
    this.proxy = new WireMockServer(options().dynamicPort().extensions(breakOff, date));
    proxy.start();
    proxy.stubFor(any(anyUrl()).atPriority(LAST).willReturn(aResponse().proxiedFrom(azuriteHost)));
  }

  /** Starts in front of an account that speaks http. */
  public static FaultyAccount before(Azurite azurite) {
    return new FaultyAccount(azurite);
  }

  /** The connection string by which the program sees the account. */
  public String connectionString() {
    return azurite.connectionString().replace(azuriteHost, "http://127.0.0.1:" + proxy.port());
  }

  /** Lets the account's own clock, which it tells with each answer, be ahead of this machine's. */
  public void aheadBy(Duration time) {
    date.ahead = time;
  }

  /** The URL, as a regular expression, by which a container is listed. */
  public static String lists(String container) {
    return ".*/" + container + "\\?.*comp=list.*";
  }

  /** The URL, as a regular expression, by which the blobs of a network interface are read. */
  public static String reads(String mac) {
    return ".*" + mac + "%2FPT1H\\.json.*";
  }

  /** An error as the service words it. */
  public static ResponseDefinitionBuilder error(int status, String code) {
    String text = "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>%s</Code></Error>";
    ResponseDefinitionBuilder answer =
        aResponse()
            .withStatus(status)
            .withHeader("x-ms-error-code", code)
            .withHeader("Content-Type", "application/xml")
            .withBody(text.formatted(code));
    return status == 416 ? answer.withHeader("Content-Range", "bytes */10") : answer;
  }

  /**
   * The right answer, of which the connection brings no more than so many bytes; more than 64 KB,
   * as less waits in the proxy's buffer and never gets on its way.
   */
  public ResponseDefinitionBuilder brokenOff(int bytes) {
    return aResponse()
        .proxiedFrom(azuriteHost)
        .withTransformer(BreakOff.NAME, BreakOff.BYTES, bytes);
  }

  /** How many answers were broken off; {@link #asked} does not count their requests. */
  public int brokenOff() {
    return breakOff.count.get();
  }

  /** The right answer, in pieces over some time. */
  public ResponseDefinitionBuilder dribbled(int pieces, int millis) {
    return aResponse().proxiedFrom(azuriteHost).withChunkedDribbleDelay(pieces, millis);
  }

  /** Until {@link #heal} all requests to the URL get this answer. */
  public void fail(String url, ResponseDefinitionBuilder answer) {
    note(url, proxy.stubFor(get(urlMatching(url)).atPriority(FIRST).willReturn(answer)));
  }

  /** The next requests to the URL get this answer, those after them the right one. */
  public void fail(String url, int times, ResponseDefinitionBuilder answer) {
    String scenario = url + faults.size();
    String state = Scenario.STARTED;
    for (int i = 1; i <= times; i++) {
      note(
          url,
          proxy.stubFor(
              get(urlMatching(url))
                  .atPriority(FIRST)
                  .inScenario(scenario)
                  .whenScenarioStateIs(state)
                  .willSetStateTo("failed " + i)
                  .willReturn(answer)));
      state = "failed " + i;
    }
  }

  private void note(String url, StubMapping fault) {
    faults.computeIfAbsent(url, none -> new ArrayList<>()).add(fault);
  }

  /** From now on the URL is answered as it should be. */
  public void heal(String url) {
    faults.remove(url).forEach(fault -> proxy.removeStub(fault));
  }

  /** How many requests for the URL came so far. */
  public int asked(String url) {
    return requests(url).size();
  }

  /** The requests for the URL so far. */
  public List<LoggedRequest> requests(String url) {
    return proxy.findAll(anyRequestedFor(urlMatching(url)));
  }

  @Override
  public void close() {
    proxy.stop();
  }

  /** Lets an answer's body end with a broken connection. */
  private static final class BreakOff implements ResponseTransformerV2 {
    static final String NAME = "break-off";
    static final String BYTES = "bytes";
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public Response transform(Response response, ServeEvent event) {
      int bytes = event.getTransformerParameters().getInt(BYTES);
      byte[] body = response.getBody();
      count.incrementAndGet();
      return Response.Builder.like(response)
          .but()
          .body(() -> new Broken(Arrays.copyOf(body, Math.min(bytes, body.length))))
          .build();
    }

    @Override
    public boolean applyGlobally() {
      return false;
    }

    @Override
    public String getName() {
      return NAME;
    }
  }

  /** Tells another time in the header {@code Date}. */
  private static final class ShiftedDate implements ResponseTransformerV2 {
    private volatile Duration ahead = Duration.ZERO;

    @Override
    public Response transform(Response response, ServeEvent event) {
      ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC).plus(ahead);
      List<HttpHeader> headers = new ArrayList<>();
      for (HttpHeader header : response.getHeaders().all()) {
        if (!header.keyEquals("Date")) {
          headers.add(header);
        }
      }
      headers.add(new HttpHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now)));
      return Response.Builder.like(response).but().headers(new HttpHeaders(headers)).build();
    }

    @Override
    public String getName() {
      return "shifted-date";
    }
  }

  /** Bytes behind which the server finds its own source gone, and so drops the connection. */
  private static final class Broken extends InputStream {
    private final ByteArrayInputStream bytes;

    Broken(byte[] bytes) {
      this.bytes = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int read = bytes.read(into, from, length);
      if (read < 0) {
        throw new IOException("The connection is to break here");
      }
      return read;
    }
  }
}
