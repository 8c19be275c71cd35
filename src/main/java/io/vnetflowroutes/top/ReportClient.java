package io.vnetflowroutes.top;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.errors.UserError;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Asks a running program for the report of its page. */
final class ReportClient {

  /** The exit code if no program answers. */
  private static final int NO_ANSWER = 3;

  private static final int PATIENCE_MILLIS = 30_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI page;
  private final String token;

  /**
   * @param page the address of the page
   * @param token the token of the page; {@code null} if it needs none
   */
  ReportClient(URI page, String token) {
    this.page = page.getPath().endsWith("/") ? page : URI.create(page + "/");
    this.token = token;
  }

  /**
   * The report.
   *
   * @throws UserError if there is no answer
   */
  JsonNode ask() {
    try {
      HttpURLConnection asked =
          (HttpURLConnection) page.resolve("page.json").toURL().openConnection(Proxy.NO_PROXY);
      asked.setConnectTimeout(PATIENCE_MILLIS);
      asked.setReadTimeout(PATIENCE_MILLIS);
      if (token != null) {
        asked.setRequestProperty("Authorization", "Bearer " + token);
      }
      int status = asked.getResponseCode();
      if (status == HttpURLConnection.HTTP_OK) {
        return JSON.readTree(asked.getInputStream());
      }
      throw noAnswer(
          status == HttpURLConnection.HTTP_NOT_FOUND
              ? "There is no page at %s; flowlogs.page must not be false where the program runs"
                  .formatted(page)
              : "%s answers %d: %s".formatted(page, status, sentence(asked)));
    } catch (IOException e) {
      throw noAnswer(
          "No program answers at %s: %s; it must run, with camel.management.enabled = true"
              .formatted(page, e.getMessage()));
    }
  }

  private static UserError noAnswer(String sentence) {
    return new UserError("", List.of(sentence), NO_ANSWER);
  }

  private static String sentence(HttpURLConnection asked) throws IOException {
    return asked.getErrorStream() == null
        ? "nothing"
        : new String(asked.getErrorStream().readNBytes(500), StandardCharsets.UTF_8).strip();
  }
}
