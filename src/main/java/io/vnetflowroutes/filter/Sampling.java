package io.vnetflowroutes.filter;

import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.RecordContext;

/**
 * Keeps one flow in N, by a hash of the flow's id. The result for a flow is the same every time it
 * is read and at every destination, and a flow kept by a sample of one in 1,000 is also kept by a
 * sample of one in 100. Belongs to one thread.
 */
final class Sampling {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final long largest;
  private RecordContext record;
  private long ofRecord;

  Sampling(int oneIn) {
    this.largest = Long.divideUnsigned(-1L, oneIn);
  }

  boolean keeps(Flow flow) {
    if (!flow.record().equals(record)) {
      record = flow.record();
      ofRecord = fnv1a(record.idPrefix());
    }
    return Long.compareUnsigned(mix(ofRecord + flow.ordinal() * GOLDEN), largest) <= 0;
  }

  /** FNV-1a of 64 bits; the text is ASCII. */
  private static long fnv1a(String text) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }

  /** The finalizer of SplitMix64, after which every bit depends on all. */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
