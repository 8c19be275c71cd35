package io.vnetflowroutes.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.files.SameName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves what becomes of a message whose object is there, against a store in memory. */
final class OnceProducerTest {

  private static final String KEY = "decision=deny/y=2026/abc-1-2-3-deny-0-5.ndjson";
  private static final String BESIDE = "decision=deny/y=2026/abc-1-2-3-deny-0-5.also1.ndjson";

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Map<String, String> objects = new TreeMap<>();
  private final List<String> told = new ArrayList<>();
  private final AtomicInteger readings = new AtomicInteger();
  @TempDir private Path folder;
  private boolean streams;
  private int refusal;
  private int failingStarts;
  private int falseAnswers;
  private List<String> plannedAs = List.of();

  /** An answer of the store. */
  private static final class Answer extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    Answer(int status) {
      this.status = status;
    }
  }

  /** A store whose endpoint is told everything by headers. */
  private static final class Memory implements ObjectStore {

    @Override
    public String scheme() {
      return "memory";
    }

    @Override
    public List<String> options(boolean onlyIfAbsent) {
      return List.of();
    }

    @Override
    public void checkAccount(Endpoint endpoint) {}

    @Override
    public void put(
        Message body, long length, String key, String contentType, boolean onlyIfAbsent) {
      body.setHeader("length", length);
      body.setHeader("put", key);
      body.setHeader("once", onlyIfAbsent);
    }

    @Override
    public void get(Message request, String key) {
      request.setHeader("get", key);
    }

    @Override
    public int status(Throwable error) {
      return error instanceof Answer answer ? answer.status : 0;
    }

    @Override
    public String code(Throwable error) {
      return "Code";
    }

    @Override
    public boolean saysThere(Throwable error) {
      return status(error) == 412;
    }
  }

  private void answer(Exchange exchange) throws Answer {
    Message message = exchange.getIn();
    if (refusal > 0) {
      throw new Answer(refusal);
    }
    String get = message.getHeader("get", String.class);
    if (get != null) {
      if (!objects.containsKey(get)) {
        throw new Answer(404);
      }
      message.setBody(objects.get(get));
      return;
    }
    String put = message.getHeader("put", String.class);
    if (falseAnswers > 0) {
      falseAnswers--;
      throw new Answer(412);
    }
    if (objects.containsKey(put) && message.getHeader("once", Boolean.class)) {
      throw new Answer(412);
    }
    objects.put(put, twice(message));
  }

  /** Reads a body as a client does that sends it again. */
  private String twice(Message message) {
    try (InputStream body = message.getBody(InputStream.class);
        Stream<Path> files = Files.list(folder)) {
      assertThat(files).as("a file without a name").isEmpty();
      body.mark(1);
      String first = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      body.reset();
      String second = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(second).isEqualTo(first);
      assertThat(message.getHeader("length")).isEqualTo((long) first.length());
      return first;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void send(SameName sameName, String key, String body) throws Exception {
    send(sameName, key, body, false);
  }

  private void send(SameName sameName, String key, String body, boolean planned) throws Exception {
    SameName.Listener listener =
        new SameName.Listener() {
          @Override
          public void keptBoth(Exchange exchange, Path there, Path beside) {
            told.add("both");
          }

          @Override
          public void leftAlone(Exchange exchange, Path there) {
            told.add("alone");
          }
        };
    OnceEndpoint endpoint = new OnceEndpoint(memory(), new Memory(), sameName, listener);
    context.start();
    endpoint.start();
    Exchange exchange = endpoint.createExchange();
    exchange.getIn().setHeader(Exchange.FILE_NAME, key);
    exchange.getIn().setHeader(SameName.PLANNED, planned);
    exchange.getIn().setHeader(SameName.PLANNED_AS, plannedAs);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getIn().setBody(streams ? stream(bytes) : bytes);
    try (Producer producer = endpoint.createProducer()) {
      producer.start();
      for (int start = 0; start < failingStarts; start++) {
        assertThatThrownBy(() -> producer.process(exchange)).hasRootCauseInstanceOf(Answer.class);
      }
      producer.process(exchange);
    }
  }

  private ObjectStream stream(byte[] bytes) {
    return new ObjectStream(new ByteArrayInputStream(bytes), folder, readings::incrementAndGet);
  }

  /** Starts, as that of S3 does, only if the store answers. */
  private DefaultEndpoint memory() {
    DefaultEndpoint memory =
        new DefaultEndpoint("memory:x", null) {
          private int starts;

          @Override
          protected void doStart() throws Exception {
            super.doStart();
            if (starts++ < failingStarts) {
              throw new Answer(503);
            }
          }

          @Override
          public Producer createProducer() {
            return new DefaultProducer(this) {
              @Override
              public void process(Exchange exchange) throws Exception {
                answer(exchange);
              }
            };
          }

          @Override
          public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException();
          }
        };
    memory.setCamelContext(context);
    return memory;
  }

  @AfterEach
  void stop() throws IOException {
    context.close();
  }

  @Test
  void theSameBytesAreWrittenOnce() throws Exception {
    send(SameName.KEEP_BOTH, KEY, "a");
    send(SameName.KEEP_BOTH, KEY, "a");
    assertThat(objects).isEqualTo(Map.of(KEY, "a"));
    assertThat(told).isEmpty();
  }

  @Test
  void otherBytesAreKeptBesideThemOnce() throws Exception {
    objects.put(KEY, "ab");
    send(SameName.KEEP_BOTH, KEY, "a");
    send(SameName.KEEP_BOTH, KEY, "a");
    assertThat(objects).isEqualTo(Map.of(KEY, "ab", BESIDE, "a"));
    assertThat(told).contains("both");
  }

  @Test
  void aStreamIsAnObjectAsAnyOtherWhateverItsLengthIs() throws Exception {
    streams = true;
    for (int length : List.of(0, 1, 65_535, 65_536, 65_537, 1 << 20)) {
      objects.clear();
      String text = "a".repeat(length);
      send(SameName.KEEP_BOTH, KEY, text);
      send(SameName.KEEP_BOTH, KEY, text);
      assertThat(objects).isEqualTo(Map.of(KEY, text));
      send(SameName.KEEP_BOTH, KEY, text + "b");
      assertThat(objects).isEqualTo(Map.of(KEY, text, BESIDE, text + "b"));
    }
    assertThat(readings).as("it is known that it goes on").hasPositiveValue();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatWasPlannedIsThereOnceWhateverTheSettingsMakeOfItNow() throws Exception {
    send(SameName.KEEP_BOTH, KEY, "a", true);
    send(SameName.KEEP_BOTH, KEY, "b", true);
    assertThat(objects).isEqualTo(Map.of(KEY, "a"));
    assertThat(told).isEmpty();
  }

  @Test
  void anObjectThatIsSaidToBeThereAndIsNotIsSentAgainUnderItsName() throws Exception {
    for (boolean planned : List.of(false, true)) {
      objects.clear();
      falseAnswers = 2;
      send(SameName.KEEP_BOTH, KEY, "a", planned);
      assertThat(objects).isEqualTo(Map.of(KEY, "a"));
      falseAnswers = 2;
      send(SameName.LEAVE_ALONE, KEY + "2", "a", planned);
      assertThat(objects).containsKey(KEY + "2");
      assertThat(told).isEmpty();
    }
  }

  @Test
  void aStoreThatGoesOnSayingItIsASentenceAndNothingCountsAsDelivered() {
    falseAnswers = Integer.MAX_VALUE;
    for (boolean planned : List.of(false, true)) {
      assertThatThrownBy(() -> send(SameName.KEEP_BOTH, KEY, "a", planned))
          .isInstanceOf(ObjectStoreException.class)
          .hasMessageStartingWith("the object store answered 3 times that '" + KEY + "' is there");
    }
    assertThat(objects).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void whatWasPlannedWithOtherEndingsIsLookedForUnderEachOfThemFirst() throws Exception {
    plannedAs = List.of(KEY + ".gz", KEY + ".zst");
    send(SameName.KEEP_BOTH, KEY, "a", true);
    assertThat(objects).isEqualTo(Map.of(KEY, "a"));
    for (String there : plannedAs) {
      objects.clear();
      objects.put(there, "packed");
      send(SameName.KEEP_BOTH, KEY, "b", true);
      assertThat(objects).isEqualTo(Map.of(there, "packed"));
    }
  }

  @Test
  void aBackfillLeavesThemAloneOrReplacesThem() throws Exception {
    objects.put(KEY, "b");
    send(SameName.LEAVE_ALONE, KEY, "a");
    assertThat(objects).isEqualTo(Map.of(KEY, "b"));
    assertThat(told).containsExactly("alone");
    send(SameName.REPLACE, KEY, "a");
    assertThat(objects).isEqualTo(Map.of(KEY, "a"));
  }

  @Test
  void aRefusalIsASentenceWithWhatToDo() {
    refusal = 403;
    assertThatThrownBy(() -> send(SameName.KEEP_BOTH, KEY, "a"))
        .isInstanceOf(ObjectStoreException.class)
        .hasMessageStartingWith("the object store answered 403 (Code); grant the right to write")
        .hasMessageContaining("s3:PutObject, s3:GetObject and s3:ListBucket");
    refusal = 503;
    assertThatThrownBy(() -> send(SameName.KEEP_BOTH, KEY, "a"))
        .hasMessage("the object store answered 503 (Code)");
  }

  @Test
  void aStoreThatIsDownAtTheStartIsAskedAgain() throws Exception {
    failingStarts = 2;
    send(SameName.KEEP_BOTH, KEY, "a");
    assertThat(objects).isEqualTo(Map.of(KEY, "a"));
  }

  @Test
  void aLookFindsOutWhetherTheStoreAnswersAndWritesNothing() throws Exception {
    context.start();
    OnceEndpoint endpoint = new OnceEndpoint(memory(), new Memory(), SameName.KEEP_BOTH, null);
    endpoint.look();
    assertThat(objects).isEmpty();
    refusal = 403;
    assertThatThrownBy(endpoint::look)
        .isInstanceOfSatisfying(
            ObjectStoreException.class, said -> assertThat(said.isOfARight()).isTrue());
    refusal = 401;
    assertThatThrownBy(endpoint::look).hasMessageContaining("check the credential in the uri");
  }
}
