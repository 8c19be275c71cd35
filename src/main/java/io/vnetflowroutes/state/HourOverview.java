package io.vnetflowroutes.state;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the state holds about the hours of flow logs. Each query reads a few neighbouring rows,
 * because other threads wait meanwhile: names of blobs begin with flow log and hour, in this order.
 * Any thread may call it.
 */
public final class HourOverview {

  private static final DateTimeFormatter FOLDERS =
      DateTimeFormatter.ofPattern("'/y='uuuu'/m='MM'/d='dd'/h='HH'/'").withZone(ZoneOffset.UTC);

  private final StateDatabase database;

  /**
   * How far a flow log is.
   *
   * @param source the source's name
   * @param path the flow log's folder
   * @param done the hour before which all is done
   */
  public record Done(String source, String path, Instant done) {}

  /**
   * The blobs of one hour.
   *
   * @param hour its beginning
   * @param blobs how many there are
   * @param unfinished how many of them are not read to their end
   */
  public record HourBlobs(Instant hour, int blobs, int unfinished) {}

  public HourOverview(StateDatabase database) {
    this.database = database;
  }

  /** How far each flow log is, by source and folder; also those that are no longer wanted. */
  public List<Done> flowLogs() {
    return database.read(
        statements ->
            statements.query(
                "SELECT source, path, hour FROM flow_log ORDER BY source, path",
                HourOverview::flowLogs));
  }

  private static List<Done> flowLogs(ResultSet row) throws SQLException {
    List<Done> flowLogs = new ArrayList<>();
    while (row.next()) {
      flowLogs.add(
          new Done(row.getString(1), row.getString(2), Instant.ofEpochSecond(row.getLong(3))));
    }
    return flowLogs;
  }

  /** The oldest hour of which a blob of a flow log is known. */
  public Optional<Instant> oldest(String source, String path) {
    return end("", source, path);
  }

  /** The newest one. */
  public Optional<Instant> newest(String source, String path) {
    return end(" DESC", source, path);
  }

  private Optional<Instant> end(String order, String source, String path) {
    return database.read(
        statements ->
            statements.query(
                "SELECT hour FROM blob WHERE source = ? AND name >= ? AND name < ? ORDER BY name"
                    + order
                    + " LIMIT 1",
                row ->
                    row.next()
                        ? Optional.of(Instant.ofEpochSecond(row.getLong(1)))
                        : Optional.empty(),
                source,
                path + '/',
                behind(path)));
  }

  /** The hours of a flow log from one to another, both counted, that have any blob. */
  public List<HourBlobs> hours(String source, String path, Instant from, Instant to) {
    return database.read(
        statements ->
            statements.query(
                "SELECT hour, count(*), total(length = 0 OR planned > 0 OR cut > 0) FROM blob WHERE source = ?"
                    + " AND name >= ? AND name < ? GROUP BY hour ORDER BY hour",
                HourOverview::hours,
                source,
                path + FOLDERS.format(from),
                justBehind(path + FOLDERS.format(to))));
  }

  private static List<HourBlobs> hours(ResultSet row) throws SQLException {
    List<HourBlobs> hours = new ArrayList<>();
    while (row.next()) {
      hours.add(new HourBlobs(Instant.ofEpochSecond(row.getLong(1)), row.getInt(2), row.getInt(3)));
    }
    return hours;
  }

  /** The names of the blobs of an hour of a flow log. */
  public List<String> blobs(String source, String path, Instant hour) {
    String folder = path + FOLDERS.format(hour);
    return database.read(
        statements ->
            statements.query(
                "SELECT name FROM blob WHERE source = ? AND name >= ? AND name < ?",
                row -> {
                  List<String> names = new ArrayList<>();
                  while (row.next()) {
                    names.add(row.getString(1));
                  }
                  return names;
                },
                source,
                folder,
                justBehind(folder)));
  }

  private static String behind(String path) {
    return justBehind(path + '/');
  }

  /**
   * The first text after all those that begin with this one, which ends in a slash: '0' follows
   * '/'.
   */
  private static String justBehind(String prefix) {
    return prefix.substring(0, prefix.length() - 1) + '0';
  }
}
