package io.vnetflowroutes.derive;

import static io.vnetflowroutes.flow.TupleField.DST_IP;
import static io.vnetflowroutes.flow.TupleField.DST_PORT;
import static io.vnetflowroutes.flow.TupleField.SRC_IP;
import static io.vnetflowroutes.flow.TupleField.SRC_PORT;

import io.vnetflowroutes.flow.Flow;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Community IDs, version 1 with seed 0 (https://github.com/corelight/community-id-spec): the same
 * text for both directions of a connection, in every tool that supports them. An instance belongs
 * to one thread.
 */
public final class CommunityId {

  private static final int ICMP = 1;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int ICMP_V6 = 58;
  private static final int SCTP = 132;
  private static final int SEED_BYTES = 2;
  private static final int SHA1_BYTES = 20;
  private static final int BASE64_CHARS = 28;

  /** The types of ICMP messages with their answers; other types have none. */
  private static final int[][] ICMP_ANSWERS = {{8, 0}, {13, 14}, {15, 16}, {10, 9}, {17, 18}};

  /** The same for ICMPv6. */
  private static final int[][] ICMP_V6_ANSWERS = {
    {128, 129}, {133, 134}, {135, 136}, {130, 131}, {139, 140}, {144, 145}
  };

  private final MessageDigest sha1;
  private final Base64.Encoder base64 = Base64.getEncoder();
  private final byte[] message = new byte[SEED_BYTES + 2 * IpAddress.V6 + 6];
  private final byte[] hash = new byte[SHA1_BYTES];
  private final byte[] encoded = new byte[BASE64_CHARS];
  private final byte[] text = new byte[2 + BASE64_CHARS];

  public CommunityId() {
    try {
      sha1 = MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-1", e);
    }
    text[0] = '1';
    text[1] = ':';
  }

  /**
   * The flow's id in ASCII, in an array that the next call overwrites; {@code null} if the flow has
   * none: an address is invalid, the two have different versions, the protocol is not a byte, or it
   * is ICMP without a type. A flow log has ports and no ICMP types, so two zeros do not mean type
   * 0, which answers a ping: its id would be that of a ping in the other direction.
   */
  public byte[] of(Flow flow, Endpoints endpoints) {
    int protocol = flow.protocol();
    if (endpoints.ipVersion() == 0 || protocol > 255) {
      return null;
    }
    int length = endpoints.length(SRC_IP);
    int source = (int) flow.number(SRC_PORT);
    int destination = (int) flow.number(DST_PORT);
    boolean oneWay = false;
    if (protocol == ICMP || protocol == ICMP_V6) {
      if (source == 0 && destination == 0) {
        return null;
      }
      // The port fields hold type and code; a type that has an answer takes the code's place.
      int answer = answer(protocol == ICMP ? ICMP_ANSWERS : ICMP_V6_ANSWERS, source);
      oneWay = answer < 0;
      destination = oneWay ? destination : answer;
    }
    byte[] from = endpoints.bytes(SRC_IP);
    byte[] to = endpoints.bytes(DST_IP);
    int order = Arrays.compareUnsigned(from, 0, length, to, 0, length);
    boolean asItIs = oneWay || order < 0 || (order == 0 && source < destination);
    System.arraycopy(asItIs ? from : to, 0, message, SEED_BYTES, length);
    System.arraycopy(asItIs ? to : from, 0, message, SEED_BYTES + length, length);
    int at = SEED_BYTES + 2 * length;
    message[at++] = (byte) protocol;
    message[at++] = 0;
    if (hasPorts(protocol)) {
      at = put(asItIs ? source : destination, at);
      at = put(asItIs ? destination : source, at);
    }
    return encode(at);
  }

  private static boolean hasPorts(int protocol) {
    return switch (protocol) {
      case ICMP, TCP, UDP, ICMP_V6, SCTP -> true;
      default -> false;
    };
  }

  private static int answer(int[][] pairs, int type) {
    for (int[] pair : pairs) {
      if (pair[0] == type) {
        return pair[1];
      }
      if (pair[1] == type) {
        return pair[0];
      }
    }
    return -1;
  }

  private int put(int port, int at) {
    message[at] = (byte) (port >> 8);
    message[at + 1] = (byte) port;
    return at + 2;
  }

  private byte[] encode(int length) {
    try {
      sha1.update(message, 0, length);
      sha1.digest(hash, 0, SHA1_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("There is room for a SHA-1", e);
    }
    base64.encode(hash, encoded);
    System.arraycopy(encoded, 0, text, 2, BASE64_CHARS);
    return text;
  }
}
