package io.vnetflowroutes.flow;

import io.vnetflowroutes.bytes.Decimal;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * One flow tuple with the context of its record: what all later stages process.
 *
 * <p>A flow is a view on bytes: those of its record, or, for an NSG flow log, those of its tuple
 * rearranged into the order of VNet tuples. Fields are cut out on demand, so that a format can copy
 * most of them unchanged. Counters are unsigned 64-bit; an empty counter means that Azure gave no
 * statistics, which is not zero (docs/azure-flow-log-format.md#counters).
 */
public final class Flow {

  private static final int ENDS_PER_LONG = 4;
  private static final int BITS_PER_END = 16;
  private static final int END_MASK = 0xffff;
  private static final long EACH = 0x0001_0001_0001_0001L;
  private static final long HIGH_BITS = 0x8000_8000_8000_8000L;

  /** Moves the high bits of four ends to the top of a long, one beside the other. */
  private static final long HIGH_BITS_TOGETHER = 1 | 1L << 15 | 1L << 30 | 1L << 45;

  private final FlowGroup group;
  private final int ordinal;
  private final long timeMillis;
  private final byte[] text;
  private final int start;
  private final boolean plain;
  private final long ends0;
  private final long ends1;
  private final long ends2;
  private final long ends3;

  /**
   * @param group rule, list and record of the tuple
   * @param ordinal the tuple's number within its record, from 0, unreadable ones counted
   * @param timeMillis milliseconds since 1970
   * @param text bytes that hold the tuple, in UTF-8; those of an NSG flow log hold behind it, and
   *     to their end, what Azure wrote
   * @param start where the tuple starts in {@code text}
   * @param ends where each of the thirteen fields ends, then where the tuple ends, all counted from
   *     {@code start} and at most 65,535
   * @param first where in {@code ends} the end of the first field is
   * @param plain whether the tuple is printable ASCII that JSON needs no escape for
   */
  public Flow(
      FlowGroup group,
      int ordinal,
      long timeMillis,
      byte[] text,
      int start,
      int[] ends,
      int first,
      boolean plain) {
    this.group = group;
    this.ordinal = ordinal;
    this.timeMillis = timeMillis;
    this.text = text;
    this.start = start;
    this.plain = plain;
    this.ends0 = pack(ends, first);
    this.ends1 = pack(ends, first + ENDS_PER_LONG);
    this.ends2 = pack(ends, first + 2 * ENDS_PER_LONG);
    this.ends3 = ((long) ends[first + 13] << BITS_PER_END) | ends[first + 12];
  }

  private static long pack(int[] ends, int from) {
    return ((long) ends[from + 3] << 48)
        | ((long) ends[from + 2] << 32)
        | ((long) ends[from + 1] << 16)
        | ends[from];
  }

  /** Position of the flow, the same in every reading: blob, record and ordinal. */
  public String id() {
    return group.record().idPrefix() + ordinal;
  }

  public FlowGroup group() {
    return group;
  }

  public RecordContext record() {
    return group.record();
  }

  public int ordinal() {
    return ordinal;
  }

  /** When the flow was seen, in milliseconds since 1970. */
  public long timeMillis() {
    return timeMillis;
  }

  public Decision decision() {
    int from = from(TupleField.STATE);
    return to(TupleField.STATE) - from == 1 && text[from] == 'D' ? Decision.DENY : Decision.ALLOW;
  }

  /** One field as VNet flow logs write it; empty where the tuple has nothing there. */
  public String get(TupleField field) {
    int from = from(field);
    return new String(text, from, to(field) - from, StandardCharsets.UTF_8);
  }

  /** The same by the field's word, for route files: {@code ${body.get('dst_port')}}. */
  public String get(String field) {
    return get(TupleField.named(field));
  }

  /** A counter, or nothing where Azure gave no statistics; read the value as unsigned. */
  public OptionalLong counter(TupleField field) {
    String digits = get(field);
    return digits.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseUnsignedLong(digits));
  }

  /** The number of the protocol; IANA's registry knows 0 to 255. */
  public int protocol() {
    return (int) number(TupleField.PROTOCOL);
  }

  /** The number that a field's digits are, 0 for none; a counter above 2^63-1 wraps. */
  public long number(TupleField field) {
    return Decimal.of(text, from(field), to(field));
  }

  /** Whether anything stands behind the thirteenth field, which no version known has. */
  public boolean hasExtra() {
    return end(TupleField.COUNT) > end(TupleField.COUNT - 1);
  }

  /** What stands behind the thirteenth field, without the comma before it; usually empty. */
  public String extra() {
    int from = start + end(TupleField.COUNT - 1);
    int to = start + end(TupleField.COUNT);
    return from >= to ? "" : new String(text, from + 1, to - from - 1, StandardCharsets.UTF_8);
  }

  /** The tuple as Azure wrote it. */
  public String tuple() {
    int end = start + end(TupleField.COUNT);
    return record().type() == FlowLogType.NSG
        ? new String(text, end, text.length - end, StandardCharsets.UTF_8)
        : new String(text, start, end - start, StandardCharsets.UTF_8);
  }

  /** The bytes that {@link #from} and {@link #to} point into; to be read only. */
  public byte[] text() {
    return text;
  }

  /** Where a field starts in {@link #text}. */
  public int from(TupleField field) {
    return from(field.position());
  }

  /** Where a field ends in {@link #text}. */
  public int to(TupleField field) {
    return to(field.position());
  }

  /** The same by a field's {@link TupleField#position}: compilers fold a constant number. */
  public int from(int position) {
    return position == 0 ? start : start + end(position - 1) + 1;
  }

  /** The same by a field's {@link TupleField#position}. */
  public int to(int position) {
    return start + end(position);
  }

  /**
   * Takes down where each of the thirteen fields starts in {@link #text}, and where one behind them
   * would: for those who look at many. A field ends one byte before the next starts.
   */
  public void starts(int[] into) {
    into[0] = start;
    for (int at = 0; at < ENDS_PER_LONG; at++) {
      into[1 + at] = start + end(ends0, at) + 1;
      into[1 + ENDS_PER_LONG + at] = start + end(ends1, at) + 1;
      into[1 + 2 * ENDS_PER_LONG + at] = start + end(ends2, at) + 1;
    }
    into[TupleField.COUNT] = start + end(ends3, 0) + 1;
  }

  /** Whether the tuple can stand in a JSON string as it is. */
  public boolean plain() {
    return plain;
  }

  /**
   * Which fields are empty: a bit for each, by its {@link TupleField#position}. The first, the
   * time, never is.
   */
  public int emptyFields() {
    return (empty(ends0, 0) & ~1)
        | (empty(ends1, ends0) << ENDS_PER_LONG)
        | (empty(ends2, ends1) << (2 * ENDS_PER_LONG))
        | ((empty(ends3 & END_MASK, ends2) & 1) << (3 * ENDS_PER_LONG));
  }

  /** A bit for each of four fields that ends one byte behind the one before it: with a comma. */
  private static int empty(long ends, long before) {
    long lengths = ends - (ends << BITS_PER_END | before >>> (64 - BITS_PER_END)) - EACH;
    long zero = ~((lengths & ~HIGH_BITS) + ~HIGH_BITS | lengths) & HIGH_BITS;
    return (int) ((zero * HIGH_BITS_TOGETHER) >>> (64 - ENDS_PER_LONG));
  }

  private int end(int index) {
    long ends =
        index < 2 * ENDS_PER_LONG
            ? index < ENDS_PER_LONG ? ends0 : ends1
            : index < 3 * ENDS_PER_LONG ? ends2 : ends3;
    return end(ends, index % ENDS_PER_LONG);
  }

  private static int end(long ends, int index) {
    return (int) (ends >>> (index * BITS_PER_END)) & END_MASK;
  }

  @Override
  public String toString() {
    return id();
  }
}
