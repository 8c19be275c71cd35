package io.vnetflowroutes.connect;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the metrics of a task among the runtime's own, so that every reporter of the worker has
 * them, with the tags of connector and task. Kafka Connect has that since 4.1: earlier ones lack
 * the interface, so it is called by its name.
 */
final class RuntimeMetrics implements MetricsDisplay {

  private static final Logger LOG = LoggerFactory.getLogger(RuntimeMetrics.class);
  private static final String DESCRIPTION =
      "Of a task that reads flow logs; docs/scale-out.md has them";

  private final Object runtime;
  private final Method name;
  private final Method add;
  private final TaskMetrics metrics;
  private final Set<String> flowLogs = new HashSet<>();

  private RuntimeMetrics(Object runtime, Class<?> type, TaskMetrics metrics)
      throws NoSuchMethodException {
    this.runtime = runtime;
    this.name = type.getMethod("metricName", String.class, String.class, LinkedHashMap.class);
    this.add = type.getMethod("addMetric", MetricName.class, MetricValueProvider.class);
    this.metrics = metrics;
  }

  /** Those of a task's runtime; empty if it has none. */
  static Optional<MetricsDisplay> of(SourceTaskContext context, TaskMetrics metrics) {
    try {
      Method plugin = SourceTaskContext.class.getMethod("pluginMetrics");
      return Optional.of(
          new RuntimeMetrics(plugin.invoke(context), plugin.getReturnType(), metrics));
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      LOG.debug("The runtime keeps no metrics of plug-ins", e);
      return Optional.empty();
    }
  }

  @Override
  public void show() {
    metrics
        .values()
        .forEach((value, read) -> add(value, Map.of(), (config, now) -> read.getAsDouble()));
  }

  /** {@inheritDoc} The thread that polls calls it. A flow log that is gone has no lag. */
  @Override
  public void polled() {
    for (String flowLog : metrics.lags().keySet()) {
      if (flowLogs.add(flowLog)) {
        add(
            TaskMetrics.LAG,
            Map.of("flow-log", flowLog),
            (config, now) -> metrics.lags().getOrDefault(flowLog, 0.0));
      }
    }
  }

  private void add(String value, Map<String, String> tags, Gauge<Double> gauge) {
    try {
      add.invoke(
          runtime, name.invoke(runtime, value, DESCRIPTION, new LinkedHashMap<>(tags)), gauge);
    } catch (IllegalAccessException | InvocationTargetException e) {
      LOG.warn("The metric {} cannot be shown: {}", value, String.valueOf(e.getCause()));
    }
  }

  /** {@inheritDoc} The runtime removes them with the task. */
  @Override
  public void hide() {}
}
