package io.vnetflowroutes.check;

import io.vnetflowroutes.camel.IdleRoutes;
import io.vnetflowroutes.camel.StartProblem;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.disk.DiskProblem;
import io.vnetflowroutes.endpoints.SyslogClient;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.objects.OnceEndpoint;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.ReadSettings;
import io.vnetflowroutes.settings.ReceiverSettings;
import io.vnetflowroutes.settings.ReceiverSettings.Age;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.component.netty.NettyConfiguration;
import org.apache.camel.component.netty.NettyEndpoint;

/**
 * Checks whether a destination can be reached without sending it anything: it asks Kafka for
 * metadata, and only connects to HTTP servers, because a server may count any request as an event.
 * Only a test flow shows whether the destination accepts flows.
 */
final class DestinationCheck {

  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private final Settings settings;
  private final IdleRoutes routes;

  DestinationCheck(Settings settings, IdleRoutes routes) {
    this.settings = settings;
    this.routes = routes;
  }

  /**
   * Looks at a destination.
   *
   * @param send whether a test flow is sent
   */
  void check(Settings.Group<DestinationKeys> destination, CheckReporter subject, boolean send) {
    boolean reached;
    try {
      reached = reached(destination, subject);
    } catch (Exception e) {
      reached =
          subject.fail("reach", "%s: %s".formatted(address(destination), StartProblem.sentence(e)));
    }
    ReceiverSettings.age(destination).ifPresent(age -> age(age, subject));
    if (send && reached) {
      send(destination, subject);
    } else if (send) {
      subject.skip("send", "No flow was sent, as the destination cannot be reached");
    }
  }

  /**
   * Says what waits in its spool and cannot be sent as the destination is set now. That needs only
   * files.
   */
  void waiting(Settings.Group<DestinationKeys> destination, CheckReporter subject) {
    try {
      routes
          .destination(destination)
          .unsendable(settings.get(ProgramKeys.SPOOL))
          .ifPresent(sentence -> subject.fail(SpoolCheck.WAITING, sentence));
    } catch (IOException e) {
      subject.fail(SpoolCheck.WAITING, "Its spool cannot be used: " + DiskProblem.sentence(e));
    }
  }

  /** Says what of the flows to be read first is older than the service wants them. */
  private void age(Age age, CheckReporter subject) {
    Instant now = Instant.now();
    if (ReadSettings.start(settings, now).isBefore(now.minus(age.most()))) {
      subject.warn(
          "age",
          "%s; %s = %s reads such flows at first"
              .formatted(age.older(), ProgramKeys.START, settings.text(ProgramKeys.START)));
    } else {
      subject.ok("age", age.older());
    }
  }

  private boolean reached(Settings.Group<DestinationKeys> destination, CheckReporter subject)
      throws Exception {
    String key = address(destination);
    Endpoint endpoint = routes.endpoint(destination);
    if (endpoint instanceof FileEndpoint file) {
      return new FolderCheck(key, file.getFile().toPath()).check(subject, "folder");
    }
    if (endpoint instanceof KafkaEndpoint kafka) {
      return kafka(kafka, key, loginKey(destination)).check(subject);
    }
    if (endpoint instanceof HttpEndpoint http) {
      return http(http, key, subject);
    }
    if (endpoint instanceof OnceEndpoint objects) {
      return new ObjectStoreCheck(objects, key).check(subject);
    }
    if (endpoint instanceof NettyEndpoint netty
        && netty.getConfiguration().getProtocol().equals("tcp")) {
      NettyConfiguration to = netty.getConfiguration();
      return new ConnectionCheck(
              to.getHost(),
              to.getPort(),
              SyslogClient.tls(to, routes.context()),
              "check " + key + ", DNS and firewall")
          .check(subject);
    }
    return subject.ok(
        "endpoint",
        "Camel knows the component '%s' and its options; only --send tells whether it takes flows"
            .formatted(endpoint.getEndpointUri().replaceFirst(":.*", "")));
  }

  /** The key with the address of the destination. */
  private static String address(Settings.Group<DestinationKeys> destination) {
    boolean byType = destination.get(DestinationKeys.URI).isEmpty();
    return destination.key(byType ? DestinationKeys.URL : DestinationKeys.URI);
  }

  /** The key with the login of an event hub; {@code null} if the URI has the login. */
  private static String loginKey(Settings.Group<DestinationKeys> destination) {
    if (destination.get(DestinationKeys.CREDENTIALS).isPresent()) {
      return destination.key(DestinationKeys.CREDENTIALS);
    }
    boolean byToken = destination.get(DestinationKeys.TOKEN).isPresent();
    return byToken ? destination.key(DestinationKeys.TOKEN) : null;
  }

  private static KafkaCheck kafka(KafkaEndpoint kafka, String key, String loginKey) {
    Properties producer = kafka.getConfiguration().createProducerProperties();
    kafka.updateClassProperties(producer);
    String brokers = kafka.getKafkaClientFactory().getBrokers(kafka.getConfiguration());
    if (brokers != null) {
      producer.put("bootstrap.servers", brokers);
    }
    return new KafkaCheck(producer, kafka.getConfiguration().getTopic(), key, loginKey);
  }

  private boolean http(HttpEndpoint http, String key, CheckReporter subject) throws Exception {
    if (http.getProxyHost() != null) {
      int port = http.getProxyPort();
      return new ConnectionCheck(http.getProxyHost(), port, null, "check proxyHost in " + key)
          .check(subject);
    }
    URI uri = http.getHttpUri();
    boolean tls = "https".equals(uri.getScheme());
    int port = uri.getPort() > 0 ? uri.getPort() : tls ? HTTPS : HTTP;
    return new ConnectionCheck(
            uri.getHost(), port, tls ? trust(http) : null, "check " + key + ", DNS and firewall")
        .check(subject);
  }

  private SSLContext trust(HttpEndpoint http) throws Exception {
    try {
      return http.getSslContextParameters() == null
          ? SSLContext.getDefault()
          : http.getSslContextParameters().createSSLContext(routes.context());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Its sslContextParameters cannot be used", e);
    }
  }

  private void send(Settings.Group<DestinationKeys> destination, CheckReporter subject) {
    BatchPart flow = TestFlow.at(Instant.now(), ReadSettings.json(settings));
    try {
      IdleRoutes.Sent sent = routes.send(destination, flow);
      String took = "It took a test flow, whose rule and flow log are '" + TestFlow.NAME + "'";
      if (!sent.taken()) {
        subject.fail("send", "It did not take a test flow: " + sent.words());
      } else if (sent.words() == null) {
        subject.ok("send", took);
      } else {
        subject.warn("send", took + "; " + sent.words());
      }
    } catch (Exception e) {
      subject.fail("send", "A test flow cannot be sent: " + StartProblem.sentence(e));
    }
  }
}
