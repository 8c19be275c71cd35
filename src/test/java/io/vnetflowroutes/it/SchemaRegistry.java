package io.vnetflowroutes.it;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.util.Map;

/** A schema registry that answers as Apicurio's does to a serializer that registers its schema. */
public final class SchemaRegistry implements AutoCloseable {

  /** The id of each schema. */
  public static final int ID = 7;

  private final WireMockServer server;

  /** Starts on a free port. */
  public SchemaRegistry() {
    this(0);
  }

  /** Starts on a port. */
  public SchemaRegistry(int port) {
    server =
        new WireMockServer(
            (port == 0 ? wireMockConfig().dynamicPort() : wireMockConfig().port(port))
                .bindAddress("127.0.0.1"));
    server.start();
    server.stubFor(
        post(urlPathMatching("/apis/registry/v2/groups/[^/]+/artifacts"))
            .willReturn(
                okJson(
                    "{\"id\":\"flows-value\",\"groupId\":\"default\",\"version\":\"1\",\"type\":\"AVRO\",\"globalId\":%d,\"contentId\":%d}"
                        .formatted(ID, ID))));
  }

  /** What a producer needs to use it. */
  public Map<String, String> options() {
    return Map.of(
        "flows.serializer",
        "io.apicurio.registry.serde.avro.AvroKafkaSerializer",
        "apicurio.registry.url",
        server.baseUrl() + "/apis/registry/v2",
        "apicurio.registry.auto-register",
        "true");
  }

  /** The server behind it. */
  public WireMockServer server() {
    return server;
  }

  @Override
  public void close() {
    server.stop();
  }
}
