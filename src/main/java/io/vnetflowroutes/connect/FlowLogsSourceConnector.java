package io.vnetflowroutes.connect;

import io.vnetflowroutes.offsets.Lane;
import io.vnetflowroutes.offsets.Rows;
import io.vnetflowroutes.poll.ProgressException;
import io.vnetflowroutes.poll.WarningThrottle;
import io.vnetflowroutes.settings.SourceSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/**
 * Gives the flow logs of one storage account to topics. Connect makes it, runs as many tasks as it
 * is told to, and keeps how far they are.
 */
public final class FlowLogsSourceConnector extends SourceConnector {

  private static final String GROUP = "Flow logs";

  private static final ConfigDef DEFINITION = definition();

  private Map<String, String> configuration = Map.of();

  @Override
  public String version() {
    return ConnectorVersion.VERSION;
  }

  @Override
  public ConfigDef config() {
    return DEFINITION;
  }

  private static ConfigDef definition() {
    ConfigDef definition = new ConfigDef();
    int order = 0;
    for (ConnectorSettings.Known known : ConnectorSettings.keys().values()) {
      order++;
      definition.define(
          known.name(),
          known.key().secret() ? ConfigDef.Type.PASSWORD : ConfigDef.Type.STRING,
          known.defaultValue(),
          ConfigDef.Importance.MEDIUM,
          known.key().meaning(),
          GROUP,
          order,
          ConfigDef.Width.MEDIUM,
          known.name().substring("flowlogs.".length()));
    }
    return definition;
  }

  /** {@inheritDoc} Each mistake is a sentence on the key that it is about. */
  @Override
  public Config validate(Map<String, String> given) {
    Map<String, ConfigValue> values = new HashMap<>();
    List<ConfigValue> all = new ArrayList<>();
    for (ConfigValue value : DEFINITION.validate(given)) {
      values.put(value.name(), value);
      all.add(value);
    }
    for (String problem : new ConnectorSettings(given).problems()) {
      values
          .computeIfAbsent(
              ConnectorSettings.keyOf(problem),
              name -> {
                ConfigValue other = new ConfigValue(name);
                all.add(other);
                return other;
              })
          .addErrorMessage(problem);
    }
    return new Config(all);
  }

  @Override
  public void start(Map<String, String> given) {
    configuration = Map.copyOf(given);
    List<String> problems = new ConnectorSettings(given).problems();
    if (!problems.isEmpty()) {
      throw new ConnectException(String.join("\n", problems));
    }
  }

  @Override
  public Class<? extends Task> taskClass() {
    return FlowLogsSourceTask.class;
  }

  /** {@inheritDoc} Always as many as are allowed, which differ by their numbers alone. */
  @Override
  public List<Map<String, String>> taskConfigs(int most) {
    return TaskNumber.configurations(configuration, most);
  }

  @Override
  public void stop() {}

  @Override
  public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> given) {
    return ExactlyOnceSupport.SUPPORTED;
  }

  @Override
  public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> given) {
    return ConnectorTransactionBoundaries.UNSUPPORTED;
  }

  /** {@inheritDoc} Holds what a person writes to the form that tasks read. */
  @Override
  public boolean alterOffsets(
      Map<String, String> given, Map<Map<String, ?>, Map<String, ?>> offsets) {
    if (offsets.values().stream().anyMatch(Objects::isNull) && cannotReset(given)) {
      throw new ConnectException(
          "Kafka Connect cannot remove offsets of a connector that has an offsets.storage.topic of"
              + " its own and exactly-once support: it ends in a timeout. To begin anew, give the"
              + " connector another name, or write rows of lanes with \"done\": -1, as"
              + " docs/scale-out.md describes");
    }
    String account = account(given);
    offsets.forEach(
        (partition, offset) -> {
          if (offset != null) {
            check(partition, offset, account);
          }
        });
    return true;
  }

  /** The worker removes them in a transaction that it has committed before, and waits for ever. */
  private static boolean cannotReset(Map<String, String> given) {
    return "required".equalsIgnoreCase(given.getOrDefault("exactly.once.support", "").trim())
        && !given.getOrDefault("offsets.storage.topic", "").isBlank();
  }

  /** The account whose rows tasks read; {@code null} if the configuration does not say. */
  private static String account(Map<String, String> given) {
    ConnectorSettings settings = new ConnectorSettings(given);
    return settings.problems().isEmpty()
        ? SourceSettings.source(settings.source(), Optional::empty, log())
            .container()
            .place()
            .toString()
        : null;
  }

  private static ConnectLog log() {
    return new ConnectLog(new WarningThrottle(Clock.systemUTC()), new TaskCounts());
  }

  private static void check(Map<String, ?> partition, Map<String, ?> offset, String account) {
    String row = Rows.row(partition);
    if (row == null || !Lane.isRow(row)) {
      throw new ConnectException(
          "The partition "
              + partition
              + " is none of this connector's; each has one entry, 'row', as GET"
              + " /connectors/NAME/offsets shows them");
    }
    if (account != null && !account.equals(Lane.account(row))) {
      throw new ConnectException(
          "The row '%s' is of another account than '%s', which this connector reads"
              .formatted(row.replace('\n', ' '), account));
    }
    try {
      Rows.check(row, offset);
    } catch (ProgressException | NumberFormatException e) {
      throw new ConnectException(
          "The offset of '" + row.replace('\n', ' ') + "' is wrong: " + e.getMessage(), e);
    }
  }
}
