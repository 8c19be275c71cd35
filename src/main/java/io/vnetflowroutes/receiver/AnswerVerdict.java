package io.vnetflowroutes.receiver;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The meaning of a receiver's answer for a message.
 *
 * @param whole the fate of the message, unless its entries differ
 * @param each the fate of each entry; empty if all share one
 * @param reason a sentence without content of flows: why not all was accepted, or what a person
 *     must know although it was; {@code null} for none
 * @param question the request that settles the result; {@code null} if it is certain
 */
public record AnswerVerdict(Fate whole, List<Fate> each, String reason, Question question) {

  /** The order in which the fates of entries decide the fate of the rest of the message. */
  private static final List<Fate> DECIDING =
      List.of(Fate.SETUP, Fate.DIVIDE, Fate.LATER, Fate.REFUSED);

  public AnswerVerdict {
    each = List.copyOf(each);
  }

  /** The receiver has the whole message. */
  public static AnswerVerdict delivered() {
    return new AnswerVerdict(Fate.DELIVERED, List.of(), null, null);
  }

  /** The receiver has the whole message, but not in the way that the settings ask for. */
  public static AnswerVerdict delivered(String remark) {
    return new AnswerVerdict(Fate.DELIVERED, List.of(), remark, null);
  }

  /** All entries share a fate. */
  public static AnswerVerdict of(Fate whole, String reason) {
    return new AnswerVerdict(whole, List.of(), reason, null);
  }

  /** Each entry has its own fate. */
  public static AnswerVerdict ofEach(List<Fate> each, String reason) {
    Fate whole = DECIDING.stream().filter(each::contains).findFirst().orElse(Fate.DELIVERED);
    boolean taken = whole == Fate.DELIVERED;
    return new AnswerVerdict(whole, each, taken ? null : reason, null);
  }

  /** The first entries were accepted, and all that follow share another fate. */
  public static AnswerVerdict from(int taken, int entries, Fate rest, String reason) {
    List<Fate> each = new ArrayList<>(Collections.nCopies(taken, Fate.DELIVERED));
    each.addAll(Collections.nCopies(entries - taken, rest));
    return ofEach(each, reason);
  }

  /** The message is on its way, and the answer to a question settles its fate. */
  public static AnswerVerdict asking(Question question) {
    return new AnswerVerdict(
        Fate.LATER, List.of(), "it has not confirmed the message yet", question);
  }

  /** The entries that the receiver does not have, by number. */
  public List<Integer> left(int entries) {
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      if ((each.size() == entries ? each.get(i) : whole) != Fate.DELIVERED) {
        left.add(i);
      }
    }
    return left;
  }
}
