package io.vnetflowroutes.trial;

import java.util.ArrayList;
import java.util.List;

/** What one destination would get: how much, and the first flows. */
public final class Received {

  /**
   * The beginning of a message.
   *
   * @param about what goes with it, such as the name of a file; may be empty
   * @param texts the texts in it: a flow each, or what else a route file made of them
   */
  public record Message(String about, List<String> texts) {}

  private final String address;
  private final int mostShown;
  private final List<Message> shown = new ArrayList<>();
  private int shownTexts;
  private int messages;
  private long texts;
  private long flows;
  private long bytes;

  Received(String address, int mostShown) {
    this.address = address;
    this.mostShown = mostShown;
  }

  void add(String about, List<String> more, long moreFlows, long moreBytes) {
    messages++;
    flows += moreFlows;
    texts += more.size();
    bytes += moreBytes;
    if (shownTexts < mostShown) {
      List<String> first = more.subList(0, Math.min(more.size(), mostShown - shownTexts));
      shownTexts += first.size();
      shown.add(new Message(about, List.copyOf(first)));
    }
  }

  /** Where it would go, without options and secrets. */
  public String address() {
    return address;
  }

  /** How many messages. */
  public int messages() {
    return messages;
  }

  /** How many flows; how many texts if a route file makes something else of them. */
  public long flows() {
    return flows;
  }

  /** How many bytes as sent, compressed where they are. */
  public long bytes() {
    return bytes;
  }

  /** The first messages, with as many texts as were asked for. */
  public List<Message> shown() {
    return List.copyOf(shown);
  }

  /** How many texts are not shown. */
  public long more() {
    return texts - shownTexts;
  }
}
