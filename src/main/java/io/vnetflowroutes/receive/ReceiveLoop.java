package io.vnetflowroutes.receive;

import io.vnetflowroutes.errors.ThrownError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A member of a consumer group: takes records of a topic, has each delivered, and commits the
 * group's offset behind those that every destination has acknowledged.
 *
 * <p>One thread, that of the loop, calls the consumer: it polls without a pause, so that a slow or
 * failing delivery neither ends the membership nor holds up a rebalance of the others, and it alone
 * commits. Deliverers work through the records of a partition in their order; meanwhile nothing
 * more of that partition is fetched. Camel's consumer delivers on the thread that polls, and so one
 * slow message stops the whole group while any member comes or goes.
 */
public final class ReceiveLoop implements AutoCloseable {

  /** How often the loop checks whether records in hand are delivered. */
  private static final Duration BUSY = Duration.ofMillis(5);

  private static final Duration IDLE = Duration.ofMillis(200);

  /** How long deliveries in hand may continue after the program is asked to stop. */
  private static final Duration STOP_GRACE = Duration.ofSeconds(8);

  /**
   * How long deliveries in hand of a partition that leaves may continue; the group waits for it.
   */
  private static final Duration HANDOVER_GRACE = Duration.ofSeconds(3);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration REPORT = Duration.ofSeconds(10);
  private static final Duration REPORT_OF_CHANGES = Duration.ofSeconds(1);
  private static final long MOMENT_MILLIS = 5;

  private final Properties options;
  private final String topic;
  private final Delivery delivery;
  private final ReceiveListener listener;
  private final long mostBytes;
  private final ExecutorService deliverers;
  private final Assignment assignment = new Assignment();
  private final AtomicLong turns = new AtomicLong();
  private final Thread thread = new Thread(this::run, "receive-loop");
  private volatile boolean stopping;
  private volatile ReceiveState state = ReceiveState.NONE;
  private String problem = "";
  private ReceiveState reported = ReceiveState.NONE;
  private long reportedAt = System.nanoTime();

  /** Delivers records. */
  public interface Delivery {

    /**
     * Delivers a record to every destination. Several threads call it, for records of different
     * partitions.
     *
     * @return the id of its batch
     */
    String deliver(ConsumerRecord<byte[], byte[]> record)
        throws NotDeliveredException, InterruptedException;

    /** The group's offset is after these batches: none of them comes again. */
    void committed(List<String> batches);
  }

  /**
   * @param options those of Kafka's consumer, the group among them
   * @param threads how many records are delivered at a time
   * @param mostBytes how many bytes may wait before the loop fetches no more
   */
  public ReceiveLoop(
      Properties options,
      String topic,
      Delivery delivery,
      ReceiveListener listener,
      int threads,
      long mostBytes) {
    this.options = options;
    this.topic = topic;
    this.delivery = delivery;
    this.listener = listener;
    this.mostBytes = mostBytes;
    AtomicInteger count = new AtomicInteger();
    this.deliverers =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              Thread thread = new Thread(work, "deliverer " + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Joins the group. */
  public void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Begins no more deliveries; those in hand have seconds to end. */
  public void askToStop() {
    stopping = true;
  }

  /** The state at the last turn. */
  public ReceiveState state() {
    return state;
  }

  /** The number of turns, including those that brought nothing or failed. */
  public long turns() {
    return turns.get();
  }

  /** Ends the deliveries in hand, commits, and leaves the group. */
  @Override
  public void close() {
    askToStop();
    try {
      thread.join(STOP_GRACE.multipliedBy(2).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    deliverers.shutdownNow();
  }

  private void run() {
    Duration pause = Duration.ofSeconds(1);
    while (!stopping) {
      long began = System.nanoTime();
      try {
        member();
      } catch (RuntimeException e) {
        complain(ReceiveProblem.sentence(e, topic));
      } catch (Error e) {
        complain(ThrownError.sentence(e));
      }
      assignment.lost(assignment.partitions());
      turns.incrementAndGet();
      boolean lasted = System.nanoTime() - began > LONGEST_PAUSE.toNanos();
      pause = lasted ? Duration.ofSeconds(1) : pause;
      report(0);
      await(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }

  private void await(Duration pause) {
    long until = System.nanoTime() + pause.toNanos();
    while (!stopping && System.nanoTime() - until < 0) {
      sleep();
    }
  }

  private static void sleep() {
    try {
      TimeUnit.MILLISECONDS.sleep(MOMENT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The loop was interrupted", e);
    }
  }

  /** Takes part in the group, until the program must stop or the consumer cannot continue. */
  private void member() {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(options, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      OffsetCommits commits = new OffsetCommits(consumer, delivery::committed);
      consumer.subscribe(List.of(topic), new Rebalancing(commits));
      Connection connection = new Connection(consumer, topic);
      while (!stopping) {
        turn(consumer, commits);
        complain(commits.problem().or(connection::problem).orElse(""));
        report(lag(consumer));
      }
      finish(consumer, commits);
    }
  }

  private void turn(KafkaConsumer<byte[], byte[]> consumer, OffsetCommits commits) {
    take(consumer, assignment.isBusy() ? BUSY : IDLE);
    commits.commit(assignment.all());
    fetchWhereNothingWaits(consumer, commits);
    if (!commits.areLate()) {
      assignment
          .claimed(System.nanoTime())
          .forEach(queue -> deliverers.execute(() -> work(queue, commits)));
    }
    turns.incrementAndGet();
  }

  private void take(KafkaConsumer<byte[], byte[]> consumer, Duration wait) {
    try {
      var records = consumer.poll(wait);
      for (TopicPartition partition : records.partitions()) {
        assignment.of(partition).ifPresent(queue -> queue.add(records.records(partition)));
      }
    } catch (NoOffsetForPartitionException e) {
      consumer.seekToBeginning(e.partitions()); // The group begins at the start of the topic.
    } catch (OffsetOutOfRangeException e) {
      e.offsetOutOfRangePartitions()
          .forEach((partition, offset) -> listener.deletedBeforeDelivery(partition, offset));
      consumer.seekToBeginning(e.partitions());
    }
  }

  /** Pauses and resumes partitions at every turn, because a rebalance forgets the pauses. */
  private void fetchWhereNothingWaits(
      KafkaConsumer<byte[], byte[]> consumer, OffsetCommits commits) {
    boolean none = stopping || commits.areLate() || assignment.bytes() >= mostBytes;
    Set<TopicPartition> still = new HashSet<>(consumer.paused());
    List<TopicPartition> pause = new ArrayList<>();
    List<TopicPartition> resume = new ArrayList<>();
    for (TopicPartition partition : consumer.assignment()) {
      boolean rests = none || !assignment.of(partition).map(PartitionQueue::isEmpty).orElse(false);
      if (rests != still.contains(partition)) {
        (rests ? pause : resume).add(partition);
      }
    }
    consumer.pause(pause);
    consumer.resume(resume);
  }

  /** The work of a deliverer: delivers the waiting records of a partition, in order. */
  private void work(PartitionQueue queue, OffsetCommits commits) {
    while (true) {
      Optional<ConsumerRecord<byte[], byte[]>> record =
          queue.next(!stopping && !commits.areLate(), System.nanoTime());
      if (record.isEmpty()) {
        return;
      }
      try {
        String batch = delivery.deliver(record.get());
        if (queue.failures() > 0) {
          listener.deliveredAtLast(record.get());
        }
        queue.delivered(batch, System.nanoTime());
      } catch (NotDeliveredException e) {
        notDelivered(queue, record.get(), e.getMessage());
      } catch (RuntimeException e) {
        notDelivered(queue, record.get(), String.valueOf(e));
      } catch (Error e) {
        notDelivered(queue, record.get(), ThrownError.sentence(e));
      } catch (InterruptedException e) {
        queue.failed(System.nanoTime());
        Thread.currentThread().interrupt();
      }
    }
  }

  private void notDelivered(
      PartitionQueue queue, ConsumerRecord<byte[], byte[]> record, String reason) {
    queue.failed(System.nanoTime());
    if (!stopping) {
      listener.notDelivered(record, reason);
    }
  }

  /** Remains a member until no delivery is in hand, so that other members can come and go. */
  private void finish(KafkaConsumer<byte[], byte[]> consumer, OffsetCommits commits) {
    long until = System.nanoTime() + STOP_GRACE.toNanos();
    while (assignment.isWorking() && System.nanoTime() - until < 0) {
      fetchWhereNothingWaits(consumer, commits);
      take(consumer, BUSY);
      commits.commit(assignment.all());
    }
    commits.commit(assignment.all());
    report(lag(consumer));
  }

  private static long lag(KafkaConsumer<byte[], byte[]> consumer) {
    return consumer.assignment().stream()
        .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
        .sum();
  }

  private void complain(String sentence) {
    if (!sentence.equals(problem)) {
      if (sentence.isEmpty()) {
        listener.works();
      } else {
        listener.doesNotWork(sentence);
      }
      problem = sentence;
    }
  }

  /**
   * Notes the state.
   *
   * @param behind how many records of its partitions are not fetched yet
   */
  private void report(long behind) {
    state = assignment.state(System.nanoTime(), behind, problem);
    boolean changed =
        state.partitions() != reported.partitions()
            || state.failing() != reported.failing()
            || state.caughtUp() != reported.caughtUp();
    Duration often = changed ? REPORT_OF_CHANGES : REPORT;
    if (System.nanoTime() - reportedAt > often.toNanos()) {
      reported = state;
      reportedAt = System.nanoTime();
      listener.stands(state);
    }
  }

  /** Takes and gives partitions, on the thread of the loop. */
  private final class Rebalancing implements ConsumerRebalanceListener {

    private final OffsetCommits commits;

    Rebalancing(OffsetCommits commits) {
      this.commits = commits;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      assignment.given(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      List<PartitionQueue> leaving = assignment.leaving(partitions);
      long until = System.nanoTime() + HANDOVER_GRACE.toNanos();
      while (leaving.stream().anyMatch(PartitionQueue::isInHand) && System.nanoTime() - until < 0) {
        sleep();
      }
      commits.commit(leaving);
      assignment.lost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      assignment.lost(partitions);
    }
  }
}
