package io.vnetflowroutes.core;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.poll.PollResult;
import io.vnetflowroutes.poll.Schedule;
import io.vnetflowroutes.poll.Start;
import io.vnetflowroutes.source.AzureAccount;
import io.vnetflowroutes.source.AzureContainer;
import io.vnetflowroutes.source.AzureService;
import io.vnetflowroutes.source.FlowLogSelection;
import io.vnetflowroutes.source.Source;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * A host that is nothing but the core: reads a container as often as a line comes in, and prints
 * the id and decision of each flow, and then how the poll ended.
 */
public final class CoreReader {

  private CoreReader() {}

  /** A container of an account of which there is a connection string. */
  public static Source source(String connectionString, String container) {
    AzureAccount account =
        new AzureAccount(
            null,
            AzureAccount.Credential.CONNECTION_STRING,
            null,
            null,
            null,
            null,
            connectionString);
    return new Source(
        "prod",
        new AzureContainer("prod", new AzureService(account), container, Optional::empty),
        FlowLogSelection.EVERYTHING);
  }

  /** Reads growing blobs at every poll. */
  public static Schedule minuteByMinute() {
    return schedule(Duration.ZERO);
  }

  /** Reads hours so long after they began. */
  public static Schedule schedule(Duration delay) {
    return new Schedule(
        delay,
        Duration.ofHours(24),
        new Start(Duration.ofHours(24), null),
        Duration.ofDays(30),
        Duration.ZERO);
  }

  /** Takes the connection string and the container's name. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (LoopHost host =
            new LoopHost(
                source(arguments[0], arguments[1]),
                minuteByMinute(),
                Clock.systemUTC(),
                CoreReader::print);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      while (lines.readLine() != null) {
        PollResult result = host.poll();
        System.out.println("poll " + result.openBlobs() + ' ' + result.failures());
      }
    }
  }

  private static void print(Batch batch) {
    for (BatchPart part : batch.parts()) {
      for (Flow flow : part.flows()) {
        System.out.println("flow " + flow.id() + ' ' + part.decision().word());
      }
    }
  }
}
