package io.vnetflowroutes.handover;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vnetflowroutes.poll.Anchor;
import io.vnetflowroutes.poll.BlobProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * A record of the progress topic about a blob, or about the start of an account, as far as an audit
 * compares it with a listing.
 *
 * @param account the account of the blobs: host and container
 * @param blob the blob's name; empty where the record says something else
 * @param progress how far the blob is, without its anchors; {@link BlobProgress#NONE} where the
 *     record does not say so
 * @param start the instant from which the account is read; {@code null} where the record does not
 *     say so
 * @param batch the batch that the dead letters come from; empty where there are none
 * @param deadLetters how many records went to the topic of dead letters
 */
public record BlobNote(
    String account,
    String blob,
    BlobProgress progress,
    Instant start,
    String batch,
    int deadLetters) {

  /** The field that each record begins with. */
  public static final String ACCOUNT = "account";

  public static final String AT = "at";
  public static final String BLOB = "blob";
  public static final String START = "start";
  public static final String BATCH = "batch";
  public static final String DEAD_LETTERS = "dead_letters";

  private static final String POSITION = "position";
  private static final String LENGTH = "length";
  private static final String ETAG = "etag";
  private static final String CREATED = "created";
  private static final String CUT = "cut";
  private static final String EDITION = "edition";

  private static final JsonFactory JSON = new JsonFactory();
  private static final String OPENING = "{\"" + ACCOUNT + '"';
  private static final String QUOTED = "{\\\"" + ACCOUNT + "\\\"";

  /** Writes how far a blob is, into an object that is open. */
  public static void write(String blob, BlobProgress progress, JsonGenerator json)
      throws IOException {
    json.writeStringField(BLOB, blob);
    json.writeNumberField(POSITION, progress.position());
    json.writeNumberField(LENGTH, progress.length());
    json.writeStringField(ETAG, progress.etag());
    json.writeNumberField(CREATED, progress.created());
    json.writeNumberField(CUT, progress.cut());
    json.writeNumberField(EDITION, progress.edition());
  }

  /**
   * Reads the value of a record. Converters of text put the JSON into a string, an envelope, or
   * behind some bytes of their own, so the JSON is looked for.
   *
   * @return empty if the value is not a record of progress
   */
  public static Optional<BlobNote> of(byte[] value) {
    if (value == null) {
      return Optional.empty();
    }
    String text = new String(value, StandardCharsets.UTF_8);
    try {
      int opening = text.indexOf(OPENING);
      if (opening >= 0) {
        return Optional.of(parsed(text.substring(opening)));
      }
      int quoted = text.indexOf(QUOTED);
      return quoted > 0
          ? Optional.of(parsed(unquoted(text.substring(quoted - 1))))
          : Optional.empty();
    } catch (IOException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String unquoted(String text) throws IOException {
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      return json.getText();
    }
  }

  private static BlobNote parsed(String text) throws IOException {
    String account = "";
    String blob = "";
    String etag = "";
    String batch = "";
    Instant at = Instant.EPOCH;
    Instant start = null;
    long position = 0;
    long length = 0;
    long created = 0;
    long cut = 0;
    int edition = 0;
    int deadLetters = 0;
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case ACCOUNT -> account = json.getText();
          case AT -> at = Instant.parse(json.getText());
          case START -> start = Instant.parse(json.getText());
          case BLOB -> blob = json.getText();
          case BATCH -> batch = json.getText();
          case ETAG -> etag = json.getText();
          case POSITION -> position = json.getLongValue();
          case LENGTH -> length = json.getLongValue();
          case CREATED -> created = json.getLongValue();
          case CUT -> cut = json.getLongValue();
          case EDITION -> edition = json.getIntValue();
          case DEAD_LETTERS -> deadLetters = json.getIntValue();
          default -> json.skipChildren();
        }
      }
    }
    boolean ofProgress = !blob.isEmpty() && deadLetters == 0;
    return new BlobNote(
        account,
        blob,
        ofProgress
            ? new BlobProgress(
                position,
                Anchor.NONE,
                0,
                length,
                etag,
                created,
                at.getEpochSecond(),
                cut,
                Anchor.NONE,
                0,
                edition)
            : BlobProgress.NONE,
        start,
        batch,
        deadLetters);
  }
}
