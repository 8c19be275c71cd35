package io.vnetflowroutes.api;

import java.util.Map;

/**
 * A format of your own, for {@code flowlogs.destination.NAME.format}: how one flow becomes one line
 * of a file or body, or one record of Kafka.
 *
 * <p>A jar brings it by naming its class in {@code
 * META-INF/services/io.vnetflowroutes.api.FlowFormat}. The class is public and has a public
 * constructor without parameters. The program makes an instance for each thread, so that an
 * instance may keep what it needs from flow to flow.
 */
public interface FlowFormat {

  /** The word for the setting {@code format}: small letters, digits and dashes. */
  String name();

  /** The ending of files in this format, without a dot. */
  default String fileEnding() {
    return "txt";
  }

  /** The content type of bodies in this format. */
  default String contentType() {
    return "text/plain; charset=utf-8";
  }

  /** The line in front of the first flow of each file or body; empty for none. */
  default String heading() {
    return "";
  }

  /**
   * One flow as a line, without its end. The same flow must always become the same line, as a file
   * that is delivered again after a crash counts as delivered if it holds the same bytes.
   *
   * <p>If the method throws an exception or an error, or returns {@code null} or a line break, this
   * flow goes to the dead letter of the destination. Once the format is corrected, {@code replay}
   * gives the flow to it again.
   *
   * @param flow the fields of the format {@code flat} by their names, in its order, and those that
   *     {@code derive} asks for. A value is a {@link String}, a {@link Long} (a {@link
   *     java.math.BigInteger} above 2^63-1), a {@link Boolean}, or {@code null} where the flow has
   *     none. The map is good until the method returns; it makes each value as it is asked for.
   */
  String line(Map<String, Object> flow);
}
