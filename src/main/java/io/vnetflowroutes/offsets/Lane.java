package io.vnetflowroutes.offsets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A slice of a flow log: what one task owns at a time, and what one row of offsets describes.
 *
 * @param account the account of the blobs: host and container
 * @param flowLog the flow log's path
 * @param slice which of the slices, from 0
 * @param slices how many slices there are, a power of two
 */
public record Lane(String account, String flowLog, int slice, int slices) {

  /** A virtual network has 65,536 addresses at most, and a slice holds about a thousand well. */
  public static final int MOST_SLICES = 64;

  private static final char BETWEEN = '\n';

  private static final Pattern START = Pattern.compile("start\n[^\n]+");
  private static final Pattern LANE =
      Pattern.compile("(lane|hour)\n[^\n]+\n[^\n]+\n(\\d{1,2})/(\\d{1,2})(\n\\d{1,4})?");

  /** What distinguishes it from every other lane, also in the offsets. */
  private String text() {
    return account + BETWEEN + flowLog + BETWEEN + slice + '/' + slices;
  }

  /** The row of how far the lane is. */
  public String row() {
    return "lane" + BETWEEN + text();
  }

  /** The row of the blobs of one of its hours. */
  public String row(int slot) {
    return "hour" + BETWEEN + text() + BETWEEN + slot;
  }

  /** The row of when an account is read from. */
  public static String startRow(String account) {
    return "start" + BETWEEN + account;
  }

  /** Whether a person may write a row of this name. */
  public static boolean isRow(String row) {
    Matcher lane = LANE.matcher(row);
    if (!lane.matches()) {
      return START.matcher(row).matches();
    }
    int slice = Integer.parseInt(lane.group(2));
    int slices = Integer.parseInt(lane.group(3));
    return lane.group(1).equals("hour") == (lane.group(4) != null)
        && slice < slices
        && slices <= MOST_SLICES
        && Integer.bitCount(slices) == 1;
  }

  /** The account that a row of such a name is about. */
  public static String account(String row) {
    return row.split("\n", -1)[1];
  }

  /** Whether the blobs of a network interface belong to it. */
  public boolean holds(String macAddress) {
    return slice == sliceOf(macAddress, slices);
  }

  /** Which of so many slices a network interface belongs to. */
  public static int sliceOf(String macAddress, int slices) {
    return slices == 1
        ? 0
        : (int) (hash(macAddress.toUpperCase(Locale.ROOT)) >>> 1 >>> (63 - log(slices)));
  }

  private static int log(int powerOfTwo) {
    return Integer.numberOfTrailingZeros(powerOfTwo);
  }

  /**
   * Which of so many tasks owns it, by rendezvous hashing: with another number of tasks no more
   * lanes change their owner than have to.
   */
  public int owner(int tasks) {
    long lane = hash(text());
    int owner = 0;
    long most = 0;
    for (int task = 0; task < tasks; task++) {
      long weight = mixed(lane + task * 0x9e3779b97f4a7c15L);
      if (task == 0 || Long.compareUnsigned(weight, most) > 0) {
        owner = task;
        most = weight;
      }
    }
    return owner;
  }

  /** The mixing function of SplitMix64. */
  private static long mixed(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** The first bytes of the text's SHA-256. */
  public static long hash(String text) {
    try {
      return ByteBuffer.wrap(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)))
          .getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }
}
