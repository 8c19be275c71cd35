package io.vnetflowroutes.outcome;

import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.outcome.SendOutcome.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Which records of a message were acknowledged in one attempt, and why others were not. The broker
 * accepts no record of a batch that holds one it refuses, so the others may be sent again without
 * it; a later round has the final result for its records.
 *
 * <p>The thread of the attempt adds rounds; any thread may ask.
 */
public final class RecordAcknowledgements {

  private final Delivery message;
  private final List<Round> rounds = new CopyOnWriteArrayList<>();

  private record Round(KafkaRecords records, List<Integer> indexes) {}

  public RecordAcknowledgements(Delivery message, KafkaRecords records) {
    this.message = message;
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      all.add(i);
    }
    rounds.add(new Round(records, all));
  }

  /** Adds a round with the records of these numbers. */
  public void again(KafkaRecords records, List<Integer> indexes) {
    rounds.add(new Round(records, indexes));
  }

  /** Whether the broker still owes an answer for any record. */
  public boolean owed() {
    return last().records().owed();
  }

  /** Whether there was more than one round. */
  public boolean repeated() {
    return rounds.size() > 1;
  }

  /** Whether any record was handed to the client. */
  public boolean begun() {
    return rounds.stream().anyMatch(round -> round.records().begun());
  }

  /** The records without an acknowledgement, by number. */
  public List<Integer> left() {
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < message.records().size(); i++) {
      if (!acknowledged(i)) {
        left.add(i);
      }
    }
    return left;
  }

  /** The records to send again at once, without those that are refused; empty for none. */
  public List<Integer> worthAnotherRound() {
    List<Integer> left = left();
    List<Integer> others = left.stream().filter(index -> kind(index) == Kind.LATER).toList();
    boolean withoutOthers = others.size() < last().indexes().size() && others.size() < left.size();
    boolean setup = left.stream().anyMatch(index -> kind(index) == Kind.SETUP);
    return withoutOthers && !setup ? others : List.of();
  }

  /** The outcome for the message, according to the records that are left. */
  public Kind kind() {
    List<Integer> left = left();
    if (left.isEmpty()) {
      return Kind.DELIVERED;
    }
    if (left.stream().anyMatch(index -> kind(index) == Kind.SETUP)) {
      return Kind.SETUP;
    }
    if (left.stream().anyMatch(index -> kind(index) != Kind.REFUSED)) {
      return Kind.LATER;
    }
    return left.size() == message.records().size() ? Kind.REFUSED : Kind.ONLY_THESE;
  }

  /** The error that decides it; {@code null} if none was reported. */
  public Throwable error() {
    Kind deciding = kind() == Kind.ONLY_THESE ? Kind.REFUSED : kind();
    for (int index : left()) {
      Throwable error = error(index);
      if (error != null && kind(index) == deciding) {
        return error;
      }
    }
    return last().records().error();
  }

  private Kind kind(int index) {
    Throwable error = error(index);
    return error == null ? Kind.LATER : SendFailure.of(error, Instant.EPOCH).kind();
  }

  private boolean acknowledged(int index) {
    for (Round round : rounds) {
      int place = Collections.binarySearch(round.indexes(), index);
      if (place >= 0 && round.records().acknowledged(place)) {
        return true;
      }
    }
    return false;
  }

  private Throwable error(int index) {
    for (int i = rounds.size() - 1; i >= 0; i--) {
      int place = Collections.binarySearch(rounds.get(i).indexes(), index);
      if (place >= 0) {
        return rounds.get(i).records().error(place);
      }
    }
    return null;
  }

  private Round last() {
    return rounds.get(rounds.size() - 1);
  }
}
