package io.vnetflowroutes.check;

import com.azure.core.credential.AccessToken;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.source.AzureAccount;
import io.vnetflowroutes.source.AzureContainer;
import io.vnetflowroutes.source.AzureProblem;
import io.vnetflowroutes.source.AzureService;
import io.vnetflowroutes.source.FlowLogPath;
import io.vnetflowroutes.source.SharedFlowLogs;
import io.vnetflowroutes.source.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks a source in the program's own steps: network, token, listing, newest blob, record. */
public final class SourceCheck {

  /** The most flow logs of which it looks for the newest blob; each costs five list calls. */
  private static final int MOST_FLOW_LOGS = 25;

  private static final int NOT_FOUND = 404;

  private final Source source;
  private final AzureAccount account;
  private final ConnectionCheck connection;
  private final FirstRecord firstRecord;
  private final Freshness freshness;
  private final SharedFlowLogs shared;

  /**
   * @param account how to authenticate; {@code null} for a directory
   * @param connection the way to the account; {@code null} if there is none to check, as with a
   *     directory or a proxy
   * @param shared the flow logs of the sources that were checked before
   */
  public SourceCheck(
      Source source,
      AzureAccount account,
      ConnectionCheck connection,
      FirstRecord firstRecord,
      Freshness freshness,
      SharedFlowLogs shared) {
    this.source = source;
    this.account = account;
    this.connection = connection;
    this.firstRecord = firstRecord;
    this.freshness = freshness;
    this.shared = shared;
  }

  /** Goes step by step, up to the first that fails. */
  public void check(CheckReporter subject) {
    if ((connection != null && !connection.check(subject))
        || (account != null && account.credential().usesEntra() && !token(subject))) {
      subject.skip("flow-logs", "Not looked for: the account cannot be asked");
      return;
    }
    List<FlowLogPath> found = list(subject);
    if (found == null) {
      return;
    }
    List<FlowLogPath> wanted = found.stream().filter(source.selection()::wants).toList();
    if (wanted.isEmpty()) {
      subject.fail("flow-logs", source.nothingWanted(found));
      return;
    }
    subject.ok(
        "flow-logs",
        found.size() == wanted.size()
            ? flowLogs(found.size()) + " found, all wanted"
            : flowLogs(found.size()) + " found, " + wanted.size() + " wanted");
    wanted.forEach(flowLog -> shared.add(source, flowLog));
    shared.news().forEach(sentence -> subject.warn("flow-logs", sentence));
    newest(subject, wanted).ifPresent(newest -> firstRecord.check(subject, source, newest));
  }

  private boolean token(CheckReporter subject) {
    try {
      AccessToken token = new AzureService(account).askForToken();
      return subject.ok(
          "token",
          "Entra ID gave a token%s, valid until %s"
              .formatted(
                  account.clientId() == null ? "" : " to the application " + account.clientId(),
                  token.getExpiresAt().toInstant()));
    } catch (RuntimeException e) {
      return subject.fail("token", AzureProblem.ofToken(e));
    }
  }

  /** The flow logs of the source; {@code null} if it cannot be listed. */
  private List<FlowLogPath> list(CheckReporter subject) {
    try {
      List<FlowLogPath> found = source.flowLogs(Set.of());
      subject.ok("list", "%s can be listed".formatted(source.container().location()));
      return found;
    } catch (RuntimeException e) {
      String others =
          source.container() instanceof AzureContainer container
                  && AzureProblem.status(e) == NOT_FOUND
              ? others(container)
              : "";
      subject.fail("list", AzureProblem.sentence(e) + others);
      return null;
    }
  }

  private static String others(AzureContainer container) {
    try {
      List<String> names = container.names();
      return "; the account's containers are "
          + (names.isEmpty() ? "none" : String.join(", ", names));
    } catch (RuntimeException e) {
      return "";
    }
  }

  /** Says how old the newest blobs are; returns the newest of all. */
  private Optional<NewestBlob> newest(CheckReporter subject, List<FlowLogPath> wanted) {
    List<NewestBlob> newest = new ArrayList<>();
    for (FlowLogPath flowLog : wanted.subList(0, Math.min(wanted.size(), MOST_FLOW_LOGS))) {
      try {
        NewestBlob.of(source.container(), flowLog)
            .ifPresentOrElse(
                newest::add,
                () -> subject.warn("newest-blob", flowLog.nameAmong(wanted) + " has no blob yet"));
      } catch (RuntimeException e) {
        subject.fail("newest-blob", flowLog.nameAmong(wanted) + ": " + AzureProblem.sentence(e));
      }
    }
    boolean alive = newest.stream().anyMatch(blob -> !freshness.stale(blob));
    newest.forEach(blob -> age(subject, blob, blob.flowLog().nameAmong(wanted), alive));
    if (wanted.size() > MOST_FLOW_LOGS) {
      subject.skip(
          "newest-blob",
          "Of the other %s it was not looked for"
              .formatted(flowLogs(wanted.size() - MOST_FLOW_LOGS)));
    }
    return newest.stream().max(Comparator.comparing(NewestBlob::hour));
  }

  private void age(CheckReporter subject, NewestBlob newest, String name, boolean alive) {
    String what =
        "%s: the newest blob is of %s, %s".formatted(name, newest.hour(), freshness.words(newest));
    if (!freshness.stale(newest)) {
      subject.ok("newest-blob", what);
    } else if (alive && freshness.givenUp(newest)) {
      subject.warn("newest-blob", what + "; it seems to have been given up");
    } else {
      subject.fail(
          "newest-blob",
          what
              + "; check that the flow log is enabled, that its network has traffic, and that the"
              + " storage account lets Azure write ("
              + ProgramKeys.SILENT_AFTER
              + ")");
    }
  }

  private static String flowLogs(int number) {
    return number == 1 ? "1 flow log" : number + " flow logs";
  }
}
