package io.vnetflowroutes.audit;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.handover.BlobNote;
import io.vnetflowroutes.poll.Anchor;
import io.vnetflowroutes.poll.BlobProgress;
import io.vnetflowroutes.poll.Schedule;
import io.vnetflowroutes.poll.Start;
import io.vnetflowroutes.source.DirectoryContainer;
import io.vnetflowroutes.source.FlowLogSelection;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.source.SourceListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A source in a folder, records of a progress topic about it, and what an audit makes of both. */
final class AuditedFolder {

  static final Instant EIGHT = Instant.parse("2026-09-01T08:00:00Z");
  static final Instant NINE = Instant.parse("2026-09-01T09:00:00Z");

  private static final String FLOW_LOG = "flowLogResourceID=/S_G/NETWORKWATCHER_EASTUS_V-G-FLOWLOG";
  private static final Instant NOW = Instant.parse("2026-09-01T12:00:00Z");

  private final Path folder;
  private final Instant last;
  private final Source source;
  private final TopicEvidence evidence;

  /**
   * @param start from when on the source is read
   * @param last the last hour of the audit, which begins at eight
   */
  AuditedFolder(Path folder, Instant start, Instant last) {
    this.folder = folder;
    this.last = last;
    this.source =
        new Source(
            "prod",
            new DirectoryContainer("prod", folder, SourceListener.NONE),
            FlowLogSelection.EVERYTHING);
    this.evidence = new TopicEvidence(EIGHT, last);
    start(start);
  }

  /** Notes from when on the source is read. */
  void start(Instant start) {
    evidence.add(new BlobNote(account(), "", BlobProgress.NONE, start, "", 0));
  }

  Source source() {
    return source;
  }

  TopicEvidence evidence() {
    return evidence;
  }

  String account() {
    return TopicEvidence.place(source);
  }

  String write(int hour, int nic) throws IOException {
    String blob =
        FLOW_LOG + "/y=2026/m=09/d=01/h=%02d/m=00/macAddress=%012X/PT1H.json".formatted(hour, nic);
    Path file = folder.resolve(blob);
    Files.createDirectories(file.getParent());
    Files.writeString(file, FlowLogText.blob(FlowLogText.twoFlows(0)));
    return blob;
  }

  void remove(String blob) throws IOException {
    Files.delete(folder.resolve(blob));
  }

  ListedBlob listed(String blob) {
    List<ListedBlob> listed = new ArrayList<>();
    source.container().list(blob.substring(0, blob.lastIndexOf('/')), listed::add);
    return listed.get(0);
  }

  /**
   * Notes how far a blob was read.
   *
   * @param length its length when it was read
   * @param created when that blob had been created
   * @param cut how many bytes at its end were no whole record
   */
  void read(String account, ListedBlob blob, long length, long created, long cut) {
    BlobProgress progress =
        new BlobProgress(
            length - cut,
            Anchor.NONE,
            0,
            length,
            blob.etag(),
            created,
            NOW.getEpochSecond(),
            cut,
            Anchor.NONE,
            0,
            0);
    evidence.add(new BlobNote(account, blob.name(), progress, null, "", 0));
  }

  /** Notes so many dead letters of a batch. */
  void deadLetters(String blob, String batch, int count) {
    evidence.add(new BlobNote(account(), blob, BlobProgress.NONE, null, batch, count));
  }

  List<BlobState> states() {
    Schedule schedule =
        new Schedule(
            Duration.ofMinutes(75),
            Duration.ofHours(24),
            Start.BEGINNING,
            Duration.ZERO,
            Duration.ZERO);
    return new Audit(evidence, schedule, NOW)
        .of(source, EIGHT, last).stream().map(BlobAudit::state).toList();
  }
}
