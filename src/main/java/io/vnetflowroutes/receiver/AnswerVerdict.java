package io.vnetflowroutes.receiver;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What the answer of a receiver says about a message.
 *
 * @param whole what becomes of the message, unless its entries differ
 * @param each what becomes of each entry; empty where it is the same for all
 * @param reason why not all was taken, or what a person should know although it was, as a sentence
 *     without content of flows; {@code null} for nothing
 * @param question what has to be asked before anything is certain; {@code null} for nothing
 */
public record AnswerVerdict(Fate whole, List<Fate> each, String reason, Question question) {

  /** The order in which fates of entries decide what becomes of the rest of the message. */
  private static final List<Fate> DECIDING =
      List.of(Fate.SETUP, Fate.DIVIDE, Fate.LATER, Fate.REFUSED);

  public AnswerVerdict {
    each = List.copyOf(each);
  }

  /** The receiver has the whole message. */
  public static AnswerVerdict delivered() {
    return new AnswerVerdict(Fate.DELIVERED, List.of(), null, null);
  }

  /** The receiver has the whole message, but not as the settings ask for. */
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

  /** The first entries were taken, and all that follow share another fate. */
  public static AnswerVerdict from(int taken, int entries, Fate rest, String reason) {
    List<Fate> each = new ArrayList<>(Collections.nCopies(taken, Fate.DELIVERED));
    each.addAll(Collections.nCopies(entries - taken, rest));
    return ofEach(each, reason);
  }

  /** The message is on its way, and the answer to a question settles what became of it. */
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
