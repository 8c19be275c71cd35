package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vnetflowroutes.it.HttpReceiver.Answer;
import io.vnetflowroutes.it.HttpReceiver.Request;
import io.vnetflowroutes.receiver.DestinationsPage;
import io.vnetflowroutes.receiver.DocumentedService;
import io.vnetflowroutes.receiver.Receiver;
import io.vnetflowroutes.receiver.Receivers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each fault of each type that speaks HTTP, over real connections and in one program: each service
 * answers its first requests with one fault after the other, and never takes some of the flows.
 */
final class ReceiverFaultsIT {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{20}-\\d+-\\d+-\\d+");
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  @TempDir Path dir;
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger tokens = new AtomicInteger();
  private final Map<String, Service> services =
      Receivers.all().stream()
          .filter(type -> type.carrier() == Receiver.Carrier.HTTP)
          .collect(
              Collectors.toMap(
                  Receiver::name, type -> new Service(type.name()), (a, b) -> a, TreeMap::new));

  /** What goes wrong with requests, in this order. */
  private enum Fault {
    BUSY,
    CLOSED_BEFORE_THE_ANSWER,
    BROKEN_OFF_IN_THE_ANSWER,
    TOO_LARGE,
    WRONG_CREDENTIAL,
    HUNG
  }

  /** The service of a type. */
  private final class Service {
    private final String type;
    private final DocumentedService behind;
    private final Deque<Fault> faults = new ArrayDeque<>(List.of(Fault.values()));
    private final Set<String> unanswered = new HashSet<>();
    private final Set<String> expired = new HashSet<>();

    Service(String type) {
      this.type = type;
      this.behind = new DocumentedService(type, ReceiverFaultsIT::isRefused);
    }

    Answer answer(Request request) {
      List<String> ids = ids(request.bodyText());
      String login = request.headers().getOrDefault("authorization", "");
      Fault fault;
      synchronized (this) {
        if (expired.contains(login)) {
          return new Answer(401, Map.of(), "");
        }
        fault = faults.poll();
        if (fault == Fault.WRONG_CREDENTIAL && login.startsWith("Bearer ")) {
          expired.add(login);
        }
        if (fault == Fault.BROKEN_OFF_IN_THE_ANSWER) {
          unanswered.addAll(ids);
        }
      }
      if (fault == null) {
        return taken(ids);
      }
      return switch (fault) {
        case BUSY -> new Answer(503, Map.of("Retry-After", "1"), "");
        case CLOSED_BEFORE_THE_ANSWER -> Answer.none();
        case BROKEN_OFF_IN_THE_ANSWER -> taken(ids).brokenOff();
        case TOO_LARGE -> new Answer(413, Map.of(), "");
        case WRONG_CREDENTIAL -> new Answer(401, Map.of(), "");
        case HUNG -> {
          untilTheEnd();
          yield Answer.none();
        }
      };
    }

    private Answer taken(List<String> ids) {
      DocumentedService.Reply reply = behind.answer(ids);
      return Answer.json(reply.status(), reply.body());
    }

    synchronized boolean hasFaults() {
      return !faults.isEmpty();
    }
  }

  private void untilTheEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Flows that no service takes: one of each record. */
  private static boolean isRefused(String id) {
    return id.endsWith("-7");
  }

  private static List<String> ids(String text) {
    return ID.matcher(text).results().map(MatchResult::group).distinct().toList();
  }

  private Answer answer(Request request) {
    if (request.path().equals("/token")) {
      return Answer.json(
          200,
          "{\"access_token\":\"of-google-%d\",\"expires_in\":3600}"
              .formatted(tokens.incrementAndGet()));
    }
    return services.get(request.path().split("[/?]", -1)[1]).answer(request);
  }

  /** The block of the page for a type, whose server is this one. */
  private static String block(String type, HttpReceiver http) {
    String block = DestinationsPage.block(type, type, http.url("/" + type));
    return block.contains(".url = ")
        ? block
        : block + "flowlogs.destination.%s.url = %s\n".formatted(type, http.url("/" + type));
  }

  /** The ids in the dead letter, by destination. */
  private static Map<String, List<String>> dead(Path folder) {
    Map<String, List<String>> dead = new TreeMap<>();
    for (JsonNode letter : Flows.inFiles(folder).all()) {
      dead.computeIfAbsent(letter.path("destination").asText(), name -> new ArrayList<>())
          .addAll(ids(letter.path("text").asText()));
    }
    return dead;
  }

  @Test
  void eachFaultOfEachTypeCostsNoFlow() throws Exception {
    Archive archive = new Archive(dir.resolve("archive")).grow(4);
    TlsIdentity tls = TlsIdentity.create(Files.createDirectory(dir.resolve("tls")));
    String names = String.join(", ", services.keySet());
    try (HttpReceiver http = HttpReceiver.start();
        EntraServer entra = EntraServer.start(tls, "t", "c", "s")) {
      http.serve(this::answer);
      String settings =
          archive.source()
              + """
              flowlogs.source.prod.storage-account-url = %saccount
              flowlogs.source.prod.authority-host = %s
              flowlogs.source.prod.tenant-id = t
              flowlogs.source.prod.client-id = c
              flowlogs.source.prod.client-secret = s
              flowlogs.destination.lake.uri = file:lake
              flowlogs.allow = lake, %s
              flowlogs.deny = lake, %s
              """
                  .formatted(entra.authorityHost(), entra.authorityHost(), names, names)
              + services.keySet().stream()
                  .map(type -> block(type, http))
                  .collect(Collectors.joining());
      try (Program program = Program.in(dir.resolve("work"), settings).with(tls.trustOptions())) {
        Path folder = program.folder();
        GoogleKey.write(folder.resolve("service-account.json"), http.url("/token"));
        program.start();
        await()
            .atMost(PATIENCE)
            .failFast("the program runs", () -> !program.running())
            .untilAsserted(() -> assertEnded(folder, archive.tuples().size()));
        program.assertNoStackTrace();
        assertThat(program.output()).doesNotContain("of-google-");
      } finally {
        end.countDown();
      }
    }
  }

  private void assertEnded(Path folder, int flows) {
    Set<String> all = new TreeSet<>(Flows.inFiles(folder.resolve("lake")).ids());
    assertThat(all).hasSize(flows);
    Map<String, List<String>> letters = dead(folder.resolve("dead-letter"));
    for (Service service : services.values()) {
      String type = service.type;
      List<String> dead = letters.getOrDefault(type, List.of());
      List<String> stored = service.behind.stored();
      Set<String> ended = new TreeSet<>(stored);
      ended.addAll(dead);
      assertThat(service.hasFaults()).as(type).isFalse();
      assertThat(ended).as("what has ended somewhere with %s", type).isEqualTo(all);
      assertThat(dead).as("dead letters of %s", type).doesNotHaveDuplicates();
      if (!type.equals("otlp")) { // It does not say which it refuses.
        assertThat(dead).as("dead letters of %s", type).allMatch(ReceiverFaultsIT::isRefused);
        assertThat(dead).doesNotContainAnyElementsOf(stored);
      }
      if (!type.equals("loki")) { // It takes the others, and keeps once what comes again.
        assertThat(twice(stored)).as("twice with %s", type).isSubsetOf(service.unanswered);
      }
    }
  }

  private static Set<String> twice(List<String> ids) {
    return ids.stream()
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
        .entrySet()
        .stream()
        .filter(id -> id.getValue() > 1)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
