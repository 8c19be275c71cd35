package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises about route files: users edit them, and nothing has to be built. */
final class RoutesIT {
  private static final String TO_DENIED = "simple: \"${bean:destinations?method=deny}\"";

  @TempDir Path dir;
  private Archive archive;

  @BeforeEach
  void fillArchive() {
    archive = new Archive(dir).grow(10);
  }

  @Test
  void theExampleOfAFinerRuleAlertsOfDeniedSshWithoutAnEditOfAShippedFile() throws IOException {
    try (HttpReceiver alerts = HttpReceiver.start();
        Program program =
            programWith(
                "denied-ssh",
                """
                flowlogs.destination.alerts.uri = %s
                flowlogs.destination.alerts.framing = array
                flowlogs.deny = lake, direct:denied-ssh
                """
                    .formatted(alerts.url("/ssh")))) {
      assertThat(program.once()).as(program.output()).isZero();
      program.assertNoStackTrace();

      assertThat(ssh()).isNotEmpty().hasSizeLessThan(archive.tuples(true).size());
      Flows.inBodies(alerts.accepted()).assertExactly(ssh());
      Flows.inFiles(program.folder().resolve("lake")).assertExactly(archive.tuples());
    }
  }

  @Test
  void theExampleOfAChatPostsOnceForABatchAndWaitsWhereTheChatIsDown() throws IOException {
    try (HttpReceiver chat = HttpReceiver.start();
        Program program =
            programWith(
                "denied-ssh-to-chat",
                """
                flowlogs.destination.chat.uri = direct:chat
                flowlogs.destination.chat.framing = array
                flowlogs.destination.chat.fields = src_ip, dst_ip, dst_port, rule
                flowlogs.deny = lake, direct:denied-ssh-to-chat
                chat.webhook = %s
                """
                    .formatted(chat.url("/services/T0/B0")))) {
      chat.answerNext(503, Map.of());
      assertThat(program.once()).as(program.output()).isZero();
      program.assertNoStackTrace();

      assertThat(chat.requests()).hasSize(2);
      HttpReceiver.Request post = chat.accepted().get(0);
      assertThat(post.headers()).containsEntry("content-type", "application/json");
      JsonNode body = new ObjectMapper().readTree(post.body());
      assertThat(body.at("/text").asText())
          .startsWith("Denied flows to SSH or RDP: " + ssh().size() + " (at most 20 are listed)")
          .hasLineCount(1 + Math.min(20, ssh().size()));
      Flows.inFiles(program.folder().resolve("lake")).assertExactly(archive.tuples());
    }
  }

  /** The tuples of denied flows to SSH or RDP. */
  private List<String> ssh() {
    return archive.tuples(true).stream().filter(tuple -> port(tuple).matches("22|3389")).toList();
  }

  /** A program with an example among route files of the user's own. */
  private Program programWith(String example, String properties) throws IOException {
    Program program =
        program(properties + "camel.main.routesIncludePattern = file:my-routes/*.camel.yaml\n");
    String file = example + ".camel.yaml";
    Path mine = Files.createDirectories(program.folder().resolve("my-routes"));
    Files.move(program.folder().resolve("routes/examples").resolve(file), mine.resolve(file));
    return program;
  }

  @Test
  void aRouteFileIsLoadedAgainWhenItChangesAndAMistakeLeavesTheRoutesAsTheyAre()
      throws IOException {
    try (Program program =
        program(
            """
            flowlogs.destination.siem.uri = file:siem
            flowlogs.deny = lake, direct:mine
            camel.main.routesIncludePattern = file:my-routes/*.camel.yaml
            """)) {
      Path mine = Files.createDirectories(program.folder().resolve("my-routes"));
      Path file = mine.resolve("mine.camel.yaml");
      Files.writeString(file, toSiem("22"));
      program.start("--dev");
      program.awaitLine("Poll finished");
      List<String> before = archive.tuples(true);

      Files.writeString(file, toSiem("3389"));
      program.awaitLine("The route file was loaded again");
      List<String> between = growUntilInLake(program);

      Files.writeString(file, toSiem("443").replace("deliver-siem", "deliver-sime"));
      program.awaitLine(
          "The routes stay as they are: .*mine.camel.yaml' is wrong at line 8: no route listens at"
              + " direct:deliver-sime");
      List<String> after = growUntilInLake(program);

      Files.writeString(mine.resolve("mine.camel.yaml"), toSiem("443"));
      Path deliver = program.folder().resolve("routes/deliver.camel.yaml");
      Files.writeString(deliver, Files.readString(deliver) + "# edited\n");
      program.awaitLine(
          "file=\"?.*deliver.camel.yaml.*The route file was loaded again|"
              + "The route file was loaded again.*deliver.camel.yaml");
      for (int loaded = 1; loaded < 5; loaded++) {
        Files.writeString(file, toSiem("443"));
        Files.writeString(deliver, Files.readString(deliver) + "# edited again\n");
        program.awaitLines("The route file was loaded again.*mine.camel.yaml", loaded + 2);
        program.awaitLines("The route file was loaded again.*deliver.camel.yaml", loaded + 1);
      }
      List<String> last = growUntilInLake(program);
      assertThat(program.sigterm()).isZero();
      program.assertNoStackTrace();

      Flows.inFiles(program.folder().resolve("siem"))
          .assertExactly(
              Stream.of(
                      port(before, "22"),
                      port(between, "3389"),
                      port(after, "3389"),
                      port(last, "443"))
                  .flatMap(List::stream)
                  .toList());
    }
  }

  private static String toSiem(String port) {
    return """
    - route:
        id: mine
        from:
          uri: direct:mine
          steps:
            - setBody:
                simple: "${body.where('dst_port', '%s')}"
            - to: direct:deliver-siem
    """
        .formatted(port);
  }

  private static List<String> port(List<String> tuples, String port) {
    return tuples.stream().filter(tuple -> port(tuple).equals(port)).toList();
  }

  /** Lets the blob grow, waits until all of it has arrived, and returns what is new and denied. */
  private List<String> growUntilInLake(Program program) {
    List<String> before = archive.tuples(true);
    archive.grow(5);
    await()
        .until(
            () ->
                Flows.inFiles(program.folder().resolve("lake")).size() == archive.tuples().size());
    program.awaitPolls(2); // the routes behind the lake are done, too
    List<String> all = archive.tuples(true);
    return all.subList(before.size(), all.size());
  }

  @Test
  void aStepInFrontOfTheListTakesEffect() throws IOException {
    try (Program program = program("flowlogs.destination.ssh.uri = file:ssh\n")) {
      Path routes = program.folder().resolve("routes");
      edit(
          routes.resolve("route.camel.yaml"),
          "        - recipientList:\n            " + TO_DENIED,
          "        - to: direct:denied-ssh\n        - recipientList:\n            " + TO_DENIED);
      Files.writeString(
          routes.resolve("mine.camel.yaml"),
          """
          - route:
              id: denied-ssh
              from:
                uri: direct:denied-ssh
                steps:
                  - wireTap:
                      uri: direct:nobody-waits
          - route:
              from:
                uri: direct:nobody-waits
                steps:
                  - setBody:
                      simple: "${body.where('dst_port', '22')}"
                  - to: direct:deliver-ssh
          """);
      assertThat(program.once()).as(program.output()).isZero();
      Flows.inFiles(program.folder().resolve("ssh"))
          .assertExactly(
              archive.tuples(true).stream().filter(tuple -> port(tuple).equals("22")).toList());
      Flows.inFiles(program.folder().resolve("lake")).assertExactly(archive.tuples());
    }
  }

  @Test
  void anyCamelUriIsADestination() throws IOException {
    try (Program program =
        program(
            """
            flowlogs.destination.mine.uri = direct:mine
            flowlogs.destination.console.uri = log:flows?level=WARN&showBody=false&showExchangePattern=false
            flowlogs.allow = mine, console
            """)) {
      Files.writeString(
          program.folder().resolve("routes/mine.camel.yaml"),
          """
          - route:
              from:
                uri: direct:mine
                steps:
                  - log: "a message for ${header.CamelFlowlogsDestination}"
                  - to: "file:mine?fileName=flows.ndjson&fileExist=Append"
          """);
      assertThat(program.once()).as(program.output()).isZero();
      program.assertNoStackTrace();
      Flows.inFiles(program.folder().resolve("mine")).assertExactly(archive.tuples(false));
      assertThat(program.lines("BodyType: byte")).hasSize(1);
      assertThat(program.lines("INFO .*a message for mine")).hasSize(1);
    }
  }

  @Test
  void aBrokenFileIsRefusedWithItsNameAndLine() throws IOException {
    try (Program program = program("")) {
      Path file = program.folder().resolve("routes/mine.camel.yaml");
      Files.writeString(file, "- route:\n    from:\n      uri: direct:mine\n     steps: []\n");
      assertRefused(program, "mine.camel.yaml' is wrong at line 4");

      Files.writeString(
          file,
          "- route:\n    from:\n      uri: direct:mine\n      steps:\n        - too: direct:x\n");
      assertRefused(program, "mine.camel.yaml.*line 5.*too");

      Files.writeString(
          file,
          "- route:\n    from:\n      uri: nosuch:mine\n      steps:\n        - to: direct:deny\n");
      assertRefused(program, "no Camel component 'nosuch'");
    }
  }

  @Test
  void unknownOptionsAndComponentsAndKeysOfCamelAreNamed() {
    try (Program program = program("")) {
      assertRefused(program, "destination.lake.uri.*flush", lake("file:lake?flush=true"));
      assertRefused(program, "no Camel component 'fille'", lake("fille:lake"));
      assertRefused(program, "destination.lake.uri.*aks", lake("kafka:flows?brokers=x:1&aks=all"));
      assertRefused(program, "camel.component.kafka.brokerz", "camel.component.kafka.brokerz=x:1");
      assertRefused(program, "camel.main.nmae", "camel.main.nmae=x");
      assertThat(program.once("--set", "camel.main.name=renamed")).as(program.output()).isZero();
    }
  }

  private static String lake(String uri) {
    return "flowlogs.destination.lake.uri=" + uri;
  }

  private static void assertRefused(Program program, String sentence, String... settings) {
    String[] arguments = new String[2 * settings.length];
    for (int i = 0; i < settings.length; i++) {
      arguments[2 * i] = "--set";
      arguments[2 * i + 1] = settings[i];
    }
    assertThat(program.once(arguments)).as(program.output()).isEqualTo(2);
    assertThat(program.output()).containsPattern(sentence);
    assertThat(program.lines()).hasSizeLessThanOrEqualTo(3);
    program.assertNoStackTrace();
  }

  private Program program(String properties) {
    String rest = properties.contains("flowlogs.allow") ? "" : "flowlogs.allow = lake\n";
    rest += properties.contains("flowlogs.deny") ? "" : "flowlogs.deny = lake\n";
    return Program.in(
        dir.resolve("work"),
        archive.source() + "flowlogs.destination.lake.uri = file:lake\n" + rest + properties);
  }

  private static void edit(Path file, String before, String after) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(before);
    Files.writeString(file, text.replace(before, after));
  }

  private static String port(String tuple) {
    return tuple.split(",", -1)[4];
  }
}
