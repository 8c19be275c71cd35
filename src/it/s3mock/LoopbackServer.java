import com.adobe.testing.s3mock.S3MockApplication;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** S3Mock on this machine only: its port for plain HTTP is open to all others. */
public final class LoopbackServer {

  private LoopbackServer() {}

  /** Keeps all ports to this machine. */
  @Configuration(proxyBeanMethods = false)
  public static class Loopback {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> loopback() {
      return factory ->
          factory
              .getAdditionalTomcatConnectors()
              .forEach(connector -> connector.setProperty("address", "127.0.0.1"));
    }
  }

  public static void main(String[] arguments) {
    new SpringApplication(S3MockApplication.class, Loopback.class).run(arguments);
  }
}
