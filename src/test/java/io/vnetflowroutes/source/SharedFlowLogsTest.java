package io.vnetflowroutes.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that a flow log which two sources read is noticed, however each of them names it. */
class SharedFlowLogsTest {

  private static final FlowLogPath HUB = path("HUB");
  private static final FlowLogPath SPOKE = path("SPOKE");
  private final SharedFlowLogs shared = new SharedFlowLogs();

  private static FlowLogPath path(String network) {
    return FlowLogPath.parse("flowLogResourceID=/S_G/NETWORKWATCHER_EASTUS_" + network);
  }

  private static Source account(String name, String url) {
    AzureAccount account =
        new AzureAccount(
            url, AzureAccount.Credential.SHARED_KEY, null, null, null, null, "bm90IGEga2V5");
    return new Source(
        name,
        new AzureContainer(name, new AzureService(account), "logs", Optional::empty),
        FlowLogSelection.EVERYTHING);
  }

  private static Source directory(String name, Path directory) {
    return new Source(name, new DirectoryContainer(name, directory), FlowLogSelection.EVERYTHING);
  }

  @Test
  void whatEachSourceReadsAloneIsNothingToSay() {
    Source one = account("one", "https://acct.blob.core.windows.net");
    shared.add(one, HUB);
    shared.add(account("two", "https://acct.blob.core.windows.net"), SPOKE);
    shared.add(one, HUB);
    assertThat(shared.news()).isEmpty();
  }

  @Test
  void anAccountIsTheSameHoweverItsUrlIsWritten() {
    Source one = account("one", "https://acct.blob.core.windows.net");
    shared.add(one, HUB);
    shared.add(one, SPOKE);
    shared.add(account("case", "https://acct.blob.core.windows.net:443/"), HUB);
    shared.add(account("second", "https://acct-secondary.blob.core.windows.net"), HUB);
    Source privately = account("private", "https://acct.privatelink.blob.core.windows.net");
    shared.add(privately, HUB);
    shared.add(privately, SPOKE);
    assertThat(shared.news())
        .hasSize(3)
        .allMatch(sentence -> sentence.contains("so every destination gets their flows twice"))
        .anyMatch(
            sentence ->
                sentence.startsWith("The sources 'one' and 'private' both read 2 flow logs, such"))
        .anyMatch(
            sentence ->
                sentence.startsWith(
                    "The sources 'one' and 'case' both read the flow log " + HUB.path()));
    assertThat(shared.news()).as("said once").isEmpty();
  }

  @Test
  void anAccountThatAnotherHostLeadsToIsFoundByWhatItHolds() {
    shared.add(account("one", "https://acct.blob.core.windows.net"), HUB);
    shared.add(account("two", "https://logs.example.com"), HUB);
    assertThat(shared.news()).singleElement().asString().contains("or both are the same account");
  }

  @Test
  void twoAccountsWithTheSameContainerNameAreTwo() {
    assertThat(account("a", "https://one.blob.core.windows.net").container().place())
        .isNotEqualTo(account("a", "https://two.blob.core.windows.net").container().place());
    assertThat(account("a", "http://127.0.0.1:10000/one").container().place())
        .isNotEqualTo(account("a", "http://127.0.0.1:10000/two").container().place())
        .isNotEqualTo(account("a", "http://127.0.0.1:10001/one").container().place())
        .isEqualTo(account("b", "http://127.0.0.1:10000/one").container().place());
  }

  @Test
  void aDirectoryBehindALinkIsTheSame(@TempDir Path folder) throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    shared.add(directory("one", real), HUB);
    shared.add(directory("two", link), HUB);
    assertThat(shared.news()).singleElement().asString().contains("so every destination gets");
    assertThat(directory("gone", folder.resolve("gone")).container().place())
        .isNotEqualTo(directory("other", folder.resolve("other")).container().place());
  }
}
