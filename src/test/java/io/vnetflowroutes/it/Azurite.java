package io.vnetflowroutes.it;

import static org.awaitility.Awaitility.await;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A storage account: Microsoft's emulator Azurite as a child process with its data in a folder. */
public final class Azurite implements AutoCloseable {
  /** The container Azure writes VNet flow logs to. */
  public static final String FLOW_LOG_CONTAINER = "insights-logs-flowlogflowevent";

  private static final String ACCOUNT = "devstoreaccount1";
  private static final String KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
  private static final Pattern REQUEST =
      Pattern.compile(".* \"([A-Z]+ \\S+) HTTP/\\S+\" (\\d+) .*");

  private final Path log;
  private final int port = Ports.free();
  private final TlsIdentity tls;
  private final List<String> command;
  private ChildServer server;

  private Azurite(Path dir, TlsIdentity tls) {
    this.log = dir.resolve("azurite.log");
    this.tls = tls;
    this.command = new ArrayList<>(List.of(binary(), "--blobHost", "127.0.0.1"));
    command.addAll(List.of("--blobPort", "" + port, "-l", dir.toString(), "--disableTelemetry"));
    if (tls != null) {
      command.addAll(List.of("--oauth", "basic", "--cert", tls.certificate().toString()));
      command.addAll(List.of("--key", tls.key().toString()));
    }
    this.server = ChildServer.start(command, log, port);
  }

  /** Starts an account that speaks http and knows the shared key and SAS. */
  public static Azurite start(Path dir) {
    return new Azurite(dir, null);
  }

  /** Starts an account that speaks https and takes Entra ID tokens too. */
  public static Azurite startTls(Path dir, TlsIdentity tls) {
    return new Azurite(dir, tls);
  }

  /** The account's URL, which for Azurite has the account name as its path. */
  public String accountUrl() {
    return (tls == null ? "http" : "https") + "://127.0.0.1:" + port + "/" + ACCOUNT;
  }

  /** The port that it listens at. */
  public int port() {
    return port;
  }

  /** The account's name. */
  public String accountName() {
    return ACCOUNT;
  }

  /** The account's shared key. */
  public String accountKey() {
    return KEY;
  }

  /** The connection string with the shared key. */
  public String connectionString() {
    return String.format(
        "DefaultEndpointsProtocol=%s;AccountName=%s;AccountKey=%s;BlobEndpoint=%s;",
        tls == null ? "http" : "https", ACCOUNT, KEY, accountUrl());
  }

  /** A client with the shared key and so with every right. */
  public BlobServiceClient serviceClient() {
    BlobServiceClientBuilder builder =
        new BlobServiceClientBuilder()
            .endpoint(accountUrl())
            .credential(new StorageSharedKeyCredential(ACCOUNT, KEY));
    return (tls == null ? builder : builder.httpClient(tls.httpClient())).buildClient();
  }

  /** A container of the account, made if it is not there yet. */
  public BlobContainerClient container(String name) {
    return serviceClient().createBlobContainerIfNotExists(name);
  }

  /** What was asked of the account since its folder is new: {@code 200 GET /devstoreaccount1/…}. */
  public List<String> requests() {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .map(REQUEST::matcher)
          .filter(line -> line.matches())
          .map(line -> line.group(2) + " " + line.group(1))
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until the log tells of all requests that were answered before: it is written after them,
   * and in their order.
   */
  void awaitLog() {
    String marker = "marker" + System.nanoTime();
    serviceClient().getBlobContainerClient(marker).exists();
    await().until(() -> requests().stream().anyMatch(request -> request.contains(marker)));
  }

  /** Takes the account down; its data stays in the folder. */
  public void stop() {
    server.stop();
  }

  /** Takes the account down, if it is not, and up again at the same URL with the same data. */
  public void restart() {
    server.stop();
    server = ChildServer.start(command, log, port);
  }

  @Override
  public void close() {
    server.kill();
  }

  private static String binary() {
    String home = System.getProperty("azurite.home", "target/azurite");
    Path binary = Path.of(home, "node_modules", ".bin", "azurite-blob").toAbsolutePath();
    if (!Files.isExecutable(binary)) {
      throw new IllegalStateException(
          "No Azurite at " + binary + ": run src/it/azurite/install " + home);
    }
    return binary.toString();
  }
}
