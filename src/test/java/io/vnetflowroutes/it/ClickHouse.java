package io.vnetflowroutes.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** ClickHouse with one user, who has no password: a child process with its data in a folder. */
final class ClickHouse implements AutoCloseable {
  private static final String SERVER =
      """
      <yandex>
        <logger><level>warning</level><console>1</console></logger>
        <http_port>%1$d</http_port><tcp_port>%2$d</tcp_port><listen_host>127.0.0.1</listen_host>
        <path>%3$s/data/</path><tmp_path>%3$s/tmp/</tmp_path><mark_cache_size>10000000</mark_cache_size>
        <users_config>%3$s/users.xml</users_config>
        <default_profile>default</default_profile><default_database>default</default_database>
      </yandex>
      """;

  private static final String USERS =
      """
      <yandex>
        <profiles><default></default></profiles><quotas><default></default></quotas>
        <users><default>
          <password></password><networks><ip>127.0.0.1</ip></networks>
          <profile>default</profile><quota>default</quota>
        </default></users>
      </yandex>
      """;

  private final int port = Ports.free();
  private final HttpClient client = HttpClient.newHttpClient();
  private final ChildServer server;

  private ClickHouse(Path dir) {
    Path home =
        Path.of(System.getProperty("clickhouse.home", "target/clickhouse")).toAbsolutePath();
    try {
      Files.createDirectories(dir.resolve("data"));
      Files.createDirectories(dir.resolve("tmp"));
      Files.writeString(
          dir.resolve("config.xml"), SERVER.formatted(port, Ports.free(), dir.toAbsolutePath()));
      Files.writeString(dir.resolve("users.xml"), USERS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command =
        List.of(
            "env",
            "LD_LIBRARY_PATH=%1$s/usr/lib/x86_64-linux-gnu:%1$s/lib/x86_64-linux-gnu"
                .formatted(home),
            home.resolve("usr/sbin/clickhouse-server").toString(),
            "--config-file=" + dir.resolve("config.xml").toAbsolutePath());
    server = ChildServer.start(command, dir.resolve("clickhouse.log"), port);
  }

  /** Starts a server whose data are in a folder, and waits until it answers. */
  static ClickHouse start(Path dir) {
    return new ClickHouse(dir);
  }

  /** Where it is. */
  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** The lines of the answer to a statement, which must be a good one. */
  List<String> query(String statement) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url()))
            .POST(HttpRequest.BodyPublishers.ofString(statement))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200 || answer.body().contains("DB::Exception")) {
        throw new IllegalStateException(statement + ": " + answer.body());
      }
      return answer.body().lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.kill();
  }
}
