import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/**
 * ActiveMQ Artemis with one queue, {@code flows}, and one user: {@code serve PORT FOLDER PASSWORD}.
 * Its acceptor knows AMQP and Artemis' own protocol, by which {@code read PORT PASSWORD} takes all
 * messages from the queue and prints their bodies.
 */
public final class Artemis {

  private static final String USER = "flowlogs";

  private Artemis() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("serve")) {
      serve(arguments[1], arguments[2], arguments[3]);
    } else {
      read(arguments[1], arguments[2]);
    }
  }

  private static void serve(String port, String folder, String password) throws Exception {
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration.setBrokerInstance(new File(folder));
    configuration.addAcceptorConfiguration(
        "all", "tcp://127.0.0.1:" + port + "?protocols=AMQP,CORE");
    configuration.addQueueConfiguration(
        QueueConfiguration.of("flows").setRoutingType(RoutingType.ANYCAST).setDurable(true));
    configuration.addAddressSetting(
        "#", new AddressSettings().setAutoCreateAddresses(false).setAutoCreateQueues(false));
    configuration.putSecurityRoles(
        "#",
        Set.of(new Role("all", true, true, false, false, false, false, false, true, false, false)));
    SecurityConfiguration users = new SecurityConfiguration(Map.of(USER, password), Map.of());
    users.addRole(USER, "all");
    EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    server.setConfiguration(configuration);
    server.setSecurityManager(
        new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
    server.start();
  }

  private static void read(String port, String password) throws Exception {
    try (var locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + port);
        var factory = locator.createSessionFactory();
        ClientSession session = factory.createSession(USER, password, false, true, true, false, 0)) {
      ClientConsumer consumer = session.createConsumer("flows");
      session.start();
      for (ClientMessage message; (message = consumer.receiveImmediate()) != null; ) {
        byte[] body = new byte[message.getBodyBuffer().readableBytes()];
        message.getBodyBuffer().readBytes(body);
        System.out.write(body);
        message.acknowledge();
      }
    }
    System.out.flush();
  }
}
