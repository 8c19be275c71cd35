package io.vnetflowroutes.offsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vnetflowroutes.poll.Anchor;
import io.vnetflowroutes.poll.BlobProgress;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Proves that packed progress comes out as it went in, and how small it is. */
class HourCodecTest {

  private static final Instant HOUR = Instant.parse("2026-09-01T08:00:00Z");

  /** Digests are of 128 bytes in most cases; ETags are as Azure makes them, or any text. */
  private static BlobProgress any(Random random) {
    String etag =
        switch (random.nextInt(4)) {
          case 0 -> "";
          case 1 -> "0x" + Long.toHexString(random.nextLong()).toUpperCase(java.util.Locale.ROOT);
          case 2 -> "0x0" + random.nextInt(10);
          default -> "é\"" + random.nextInt();
        };
    return new BlobProgress(
        random.nextLong() >>> 20 >>> random.nextInt(40),
        Anchor.digested(random.nextInt(129), random.nextInt()),
        0,
        random.nextInt(3) == 0 ? 0 : random.nextLong() >>> 20,
        etag,
        random.nextInt(4) == 0 ? 0 : HOUR.toEpochMilli() + random.nextInt(),
        random.nextInt(4) == 0 ? 0 : HOUR.getEpochSecond() + random.nextInt(100_000),
        random.nextInt(3) * 1000L,
        Anchor.NONE,
        0,
        random.nextInt(3));
  }

  @Test
  void whatIsPackedComesOutAsItWentIn() {
    Random random = new Random(1);
    for (int run = 0; run < 500; run++) {
      NavigableMap<Long, BlobProgress> blobs = new TreeMap<>();
      for (int count = random.nextInt(40); count > 0; count--) {
        long key = random.nextBoolean() ? random.nextLong() : random.nextLong() >>> 16;
        blobs.put(key, any(random));
      }
      assertThat(HourCodec.unpack(HOUR, HourCodec.pack(HOUR, blobs))).isEqualTo(blobs);
    }
    assertThat(HourCodec.unpack(HOUR, new byte[0])).isEmpty();
  }

  @Test
  void bytesThatNobodyPackedAreRefusedAndTakeNoMemory() {
    Random random = new Random(2);
    NavigableMap<Long, BlobProgress> blobs = new TreeMap<>();
    for (int count = 0; count < 20; count++) {
      blobs.put(random.nextLong(), any(random));
    }
    byte[] good = HourCodec.pack(HOUR, blobs);
    for (int run = 0; run < 20_000; run++) {
      byte[] bad = good.clone();
      if (run % 3 == 0) {
        bad = java.util.Arrays.copyOf(good, 1 + random.nextInt(good.length));
      } else {
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
          bad[random.nextInt(bad.length)] = (byte) random.nextInt();
        }
      }
      try {
        HourCodec.unpack(HOUR, bad);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageMatching("it.*|a .*");
      }
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HourCodec.unpack(HOUR, new byte[] {2, 0}))
        .withMessage("a later version wrote it");
  }

  /**
   * A slice of a large flow log, as Azure writes it: interfaces, times and ETags are near each
   * other.
   */
  @Test
  void aBlobTakesLessThanThirtyBytesOfText() {
    Random random = new Random(3);
    NavigableMap<Long, BlobProgress> blobs = new TreeMap<>();
    for (int nic = 0; nic < 1500; nic++) {
      long position = 20_000L + random.nextInt(1_000_000);
      long etag = 0x8DDE9A0000000000L + random.nextLong(9_000_000_000L);
      blobs.put(
          0x000D3A000000L + random.nextInt(1 << 24),
          new BlobProgress(
              position,
              Anchor.digested(128, random.nextInt()),
              0,
              position + 2,
              "0x" + Long.toHexString(etag).toUpperCase(java.util.Locale.ROOT),
              HOUR.toEpochMilli() + 1000L * random.nextInt(120),
              HOUR.getEpochSecond() + 4500 + random.nextInt(600),
              0,
              Anchor.NONE,
              0,
              0));
    }
    int text = (HourCodec.pack(HOUR, blobs).length * 4 + 2) / 3;
    assertThat(text / blobs.size()).isLessThan(30);
  }
}
