package io.vnetflowroutes.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.BatchId;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.NoSuchElementException;

/**
 * The batches of one blob, cut from its stream as it arrives. It sets aside unreadable records, and
 * continues. Only the batch in hand is in memory, however long the blob is. Reading errors are
 * thrown as {@link UncheckedIOException}.
 */
public final class Batches implements Iterator<Batch> {

  /** Enough to distinguish one record's end from another's: brackets, and a tuple with its time. */
  private static final int ANCHOR_BYTES = 128;

  private final Origin origin;
  private final ParseLimits limits;
  private final RecordScanner scanner;
  private final RecordParser parser;
  private long plannedEnd;
  private boolean over;
  private NavigableSet<Long> ends = Collections.emptyNavigableSet();
  private int edition;
  private Element pending;
  private boolean ended;
  private long position;
  private long incompleteBytes;

  private List<Flow> allowed;
  private List<Flow> denied;
  private List<Unreadable> unreadable;
  private long firstTime;
  private byte[] anchor;

  /**
   * The batches of a blob from its beginning.
   *
   * @param origin the blob
   * @param in the blob's bytes
   * @param limits when a batch is closed
   * @param json the limits on nesting and on the length of texts
   */
  public Batches(Origin origin, InputStream in, ParseLimits limits, RecordJson json) {
    this(origin, in, 0, limits, json);
  }

  /**
   * The batches of the rest of a blob.
   *
   * @param in the blob's bytes from {@code from} on
   * @param from where the last delivered batch ends; 0 for the beginning
   */
  public Batches(Origin origin, InputStream in, long from, ParseLimits limits, RecordJson json) {
    this.origin = origin;
    this.limits = limits;
    this.scanner = new RecordScanner(in, from, limits.recordBytes());
    this.parser = new RecordParser(json);
    this.position = from;
  }

  /**
   * Ends the first batch where it was planned to end before.
   *
   * @param end a place in the blob; 0 if none was planned
   */
  public Batches plannedTo(long end) {
    plannedEnd = end;
    return this;
  }

  /**
   * Treats a record without an end as unreadable, because nothing more follows.
   *
   * @param ended whether the blob's hour is long over
   */
  public Batches over(boolean ended) {
    over = ended;
    return this;
  }

  /**
   * Ends batches where they ended in another reading, rather than at the limits. It skips an end
   * that is not the end of a record; after the last one, the limits apply.
   */
  public Batches endingAt(NavigableSet<Long> places) {
    ends = places;
    return this;
  }

  /**
   * Names batches so that they differ from those of the same blob before it was rewritten.
   *
   * @param times how often it was rewritten
   */
  public Batches writtenAnew(int times) {
    edition = times;
    return this;
  }

  @Override
  public boolean hasNext() {
    if (pending == null && !ended) {
      advance();
    }
    return pending != null;
  }

  @Override
  public Batch next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    allowed = new ArrayList<>();
    denied = new ArrayList<>();
    unreadable = new ArrayList<>();
    firstTime = 0;
    long from = position;
    int records = 0;
    do {
      read(pending);
      pending = null;
      records++;
    } while (!full(from) && hasNext());
    if (plannedEnd > from && plannedEnd != position) {
      throw new UncheckedIOException(new BlobRewrittenException(origin.blob()));
    }
    BatchId id = BatchId.of(origin, firstTime, from, position, edition);
    return new Batch(
        id.toString(),
        origin,
        from,
        position,
        records,
        part(id, Decision.ALLOW, allowed),
        part(id, Decision.DENY, denied),
        List.copyOf(unreadable),
        anchor,
        !anythingBegins());
  }

  /** Whether anything follows, complete or not; reads as little as possible. */
  private boolean anythingBegins() {
    try {
      return pending != null || (!ended && scanner.begins());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes at the end that belong to a record without an end so far. */
  public long incompleteBytes() {
    return incompleteBytes;
  }

  private boolean full(long from) {
    if (position < plannedEnd) {
      return false;
    }
    Long end = ends.higher(from);
    if (end != null) {
      return from < plannedEnd || position >= end;
    }
    return from < plannedEnd
        || allowed.size() + denied.size() >= limits.batchFlows()
        || position - from >= limits.batchBytes();
  }

  private BatchPart part(BatchId id, Decision decision, List<Flow> flows) {
    return new BatchPart(id.part(decision), origin, decision, flows);
  }

  /** Adds one element to the batch, and moves the position behind it. */
  private void read(Element element) {
    Element taken = element;
    switch (element.kind()) {
      case OBJECT -> taken = readRecord(element);
      case TOO_LONG ->
          setAside(
              element,
              "The record is longer than "
                  + limits.recordBytes()
                  + " bytes (flowlogs.record-limit); only its beginning is kept");
      case OTHER -> setAside(element, "The element is not a JSON object");
      case DAMAGED, UNCLOSED -> setAside(element, "The record's brackets or quotes do not fit");
      case INCOMPLETE -> setAside(element, "The blob ends inside the record");
      case FOREIGN, FOREIGN_END -> setAside(element, Encoding.sentence(element));
    }
    position = taken.end();
    anchor = taken.tail(ANCHOR_BYTES);
  }

  private Element readRecord(Element element) {
    try {
      RecordContext record = parser.parse(origin, element, this::take, unreadable::add);
      if (firstTime == 0) {
        firstTime = record.timeMillis();
      }
      return element;
    } catch (JsonProcessingException e) {
      Element bad = upToNextRecord(element);
      setAside(bad, "The record is not JSON that can be read: " + e.getOriginalMessage());
      return bad;
    } catch (UnexpectedShapeException e) {
      setAside(element, e.getMessage());
      return element;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(Flow flow) {
    (flow.decision() == Decision.DENY ? denied : allowed).add(flow);
  }

  private void setAside(Element element, String reason) {
    String kind = element.whole() ? Unreadable.RECORD : Unreadable.BEGINNING;
    unreadable.add(
        new Unreadable(origin, element.offset(), -1, kind, null, element.text(), reason));
  }

  /**
   * The bad beginning of an element that includes the next record, because a quote is missing; the
   * scanner continues at that record. The whole element if it includes none.
   */
  private Element upToNextRecord(Element element) {
    int from = element.start();
    int next = RecordStart.findToResume(element.buffer(), from, from + element.length());
    if (next < 0) {
      return element;
    }
    scanner.resumeIn(element, next - from);
    return element.cutTo(next - from);
  }

  private void advance() {
    try {
      pending = scanner.next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (pending != null && pending.mayGrow() && !over) {
      incompleteBytes = pending.end() - pending.offset();
      pending = null;
    }
    ended = pending == null;
  }
}
