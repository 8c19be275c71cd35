package io.vnetflowroutes.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that the variables for proxies mean what they mean to curl and to Go. */
class ProxiesTest {

  private static final String SECRET = "s3cr3t";

  private static String proxy(Map<String, String> environment, String uri) {
    Proxy proxy =
        new Proxies(environment, ProxySelector.of(null)).select(URI.create(uri)).iterator().next();
    return proxy.type() == Proxy.Type.DIRECT
        ? "none"
        : ((InetSocketAddress) proxy.address()).getHostString()
            + ":"
            + ((InetSocketAddress) proxy.address()).getPort();
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS_PROXY, http://proxy.test:3128, https://a.test/x, proxy.test:3128",
    "https_proxy, http://proxy.test:3128/, https://a.test, proxy.test:3128",
    "HTTPS_PROXY, proxy.test:3128, https://a.test, proxy.test:3128",
    "HTTPS_PROXY, http://u:p%40ss@proxy.test, https://a.test, proxy.test:80",
    "HTTPS_PROXY, HTTP://[::1]:3128, https://a.test, ::1:3128",
    "HTTPS_PROXY, http://proxy.test:3128, http://a.test, none",
    "HTTP_PROXY, http://proxy.test:3128, http://a.test, proxy.test:3128",
    "http_proxy, http://proxy.test:3128, http://a.test, proxy.test:3128",
    "HTTP_PROXY, http://proxy.test:3128, https://a.test, none",
    "HTTPS_PROXY, '', https://a.test, none",
  })
  void eachSchemeHasItsProxy(String variable, String value, String uri, String expected) {
    assertThat(proxy(Map.of(variable, value), uri)).isEqualTo(expected);
  }

  @Test
  void namesInLowerCaseTakePrecedence() {
    Map<String, String> both = new HashMap<>();
    both.put("HTTPS_PROXY", "http://upper.test:1");
    both.put("https_proxy", "http://lower.test:2");
    assertThat(proxy(both, "https://a.test")).isEqualTo("lower.test:2");
    both.put("NO_PROXY", "a.test");
    both.put("no_proxy", "b.test");
    assertThat(proxy(both, "https://a.test")).isEqualTo("lower.test:2");
    assertThat(proxy(both, "https://b.test")).isEqualTo("none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.test|a.test|true",
        "a.test|A.TEST.|true",
        "a.test|b.a.test|true",
        "a.test|ba.test|false",
        ".a.test|b.a.test|true",
        ".a.test|a.test|true",
        "*.a.test|b.a.test|true",
        "x.test, a.test|a.test|true",
        "x.test a.test|a.test|true",
        "*|a.test|true",
        "a.test:443|a.test|true",
        "a.test:8443|a.test|false",
        "a.test:8443|a.test:8443|true",
        "10.1.2.3|10.1.2.3|true",
        "10.1.2.3|10.1.2.4|false",
        "10.1.2.3:443|10.1.2.3|true",
        "10.0.0.0/8|10.1.2.3|true",
        "10.9.9.9/8|10.1.2.3|true",
        "10.0.0.0/8|11.1.2.3|false",
        "2001:db8::/32|[2001:db8::1]|true",
        "[2001:db8::1]:443|[2001:db8::1]|true",
        "2001:db8::1|[2001:db8::2]|false",
        "2.3|10.1.2.3|false",
        "|localhost|true",
        "|127.0.0.1:8080|true",
        "|127.3.4.5|true",
        "|[::1]:9|true",
        "|169.254.169.254|true",
        "|a.test|false",
        "a.test, not a host, 10.0.0.0/x|b.test|false",
      })
  void noProxyListsHosts(String list, String host, boolean direct) {
    Map<String, String> environment = new HashMap<>();
    environment.put("HTTPS_PROXY", "http://proxy.test:3128");
    for (String variable : new String[] {"NO_PROXY", "no_proxy"}) {
      Map<String, String> with = new HashMap<>(environment);
      with.put(variable, list == null ? "" : list);
      assertThat(proxy(with, "https://" + host + "/path"))
          .isEqualTo(direct ? "none" : "proxy.test:3128");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://u:s3cr3t@proxy.test:443",
        "socks5://u:s3cr3t@proxy.test:1080",
        "http://u:s3cr3t^@proxy.test:3128",
        "http://u:s3cr3t@:3128",
      })
  void whatCannotBeUsedIsASentenceWithoutThePassword(String value) {
    assertThat(Proxies.problems(Map.of("HTTPS_PROXY", value)))
        .singleElement()
        .asString()
        .startsWith("The environment variable HTTPS_PROXY ")
        .contains("it must be a URL such as http://proxy.example.com:3128")
        .doesNotContain(SECRET);
  }

  @Test
  void nothingIsWrongWithOutOrWithGoodOnes() {
    assertThat(Proxies.problems(Map.of())).isEmpty();
    assertThat(Proxies.problems(Map.of("HTTP_PROXY", "http://u:p@proxy.test:3128"))).isEmpty();
  }
}
