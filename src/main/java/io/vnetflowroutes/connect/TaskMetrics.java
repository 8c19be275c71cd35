package io.vnetflowroutes.connect;

import io.vnetflowroutes.poll.DueBlobs;
import io.vnetflowroutes.poll.Lag;
import io.vnetflowroutes.source.Container;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a task is doing, as an MBean of the worker: {@code
 * io.vnetflowroutes.connect:type=task,connector=NAME,task=NUMBER}. Which attributes there are is
 * worked out when somebody looks, as flow logs come and go.
 */
final class TaskMetrics implements DynamicMBean {

  private static final Logger LOG = LoggerFactory.getLogger(TaskMetrics.class);
  private static final String LAG = "lag-seconds";

  private final ObjectName name;
  private final DueBlobs dueBlobs;

  /** What is the same for all flow logs. */
  private final Map<String, DoubleSupplier> values = new TreeMap<>();

  TaskMetrics(
      String connector,
      int task,
      DueBlobs dueBlobs,
      Container container,
      TaskCounts counts,
      SendQueue queue) {
    this.dueBlobs = dueBlobs;
    try {
      this.name =
          new ObjectName(
              "io.vnetflowroutes.connect:type=task,connector=%s,task=%d"
                  .formatted(ObjectName.quote(connector), task));
    } catch (JMException e) {
      throw new IllegalArgumentException(connector, e);
    }
    values.put(LAG + "-max", this::mostLag);
    values.put("flow-logs", dueBlobs::flowLogs);
    values.put("list-calls", container::listCalls);
    values.put("blobs-read", counts::blobs);
    values.put("bytes-read", counts::bytes);
    values.put("flows-read", counts::flows);
    values.put("unreadable", counts::unreadable);
    values.put("queue-bytes", queue::waitingBytes);
  }

  private double mostLag() {
    return dueBlobs.lags().stream().mapToLong(lag -> lag.overdue().toSeconds()).max().orElse(0);
  }

  /** Shows it; one that a task left behind which could not be stopped makes way. */
  void show() {
    hide();
    try {
      ManagementFactory.getPlatformMBeanServer().registerMBean(this, name);
    } catch (JMException e) {
      LOG.warn("The metrics of the task cannot be shown: {}", e.toString());
    }
  }

  /** Shows it no more. */
  void hide() {
    try {
      if (ManagementFactory.getPlatformMBeanServer().isRegistered(name)) {
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
      }
    } catch (JMException e) {
      LOG.debug("The metrics were not shown", e);
    }
  }

  private Map<String, Double> now() {
    Map<String, Double> now = new TreeMap<>();
    values.forEach((value, read) -> now.put(value, read.getAsDouble()));
    for (Lag lag : dueBlobs.lags()) {
      now.merge(LAG + '.' + lag.flowLog(), (double) lag.overdue().toSeconds(), Math::max);
    }
    return now;
  }

  @Override
  public Object getAttribute(String attribute) throws AttributeNotFoundException {
    Double value = now().get(attribute);
    if (value == null) {
      throw new AttributeNotFoundException(attribute);
    }
    return value;
  }

  @Override
  public AttributeList getAttributes(String[] attributes) {
    Map<String, Double> now = now();
    AttributeList list = new AttributeList();
    for (String attribute : attributes) {
      if (now.containsKey(attribute)) {
        list.add(new Attribute(attribute, now.get(attribute)));
      }
    }
    return list;
  }

  @Override
  public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
    throw new AttributeNotFoundException("It can only be read: " + attribute.getName());
  }

  @Override
  public AttributeList setAttributes(AttributeList attributes) {
    return new AttributeList();
  }

  @Override
  public Object invoke(String action, Object[] parameters, String[] signature) {
    throw new UnsupportedOperationException(action);
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    MBeanAttributeInfo[] attributes =
        now().keySet().stream()
            .map(value -> new MBeanAttributeInfo(value, "double", value, true, false, false))
            .toArray(MBeanAttributeInfo[]::new);
    return new MBeanInfo(
        TaskMetrics.class.getName(), "A task of the connector", attributes, null, null, null);
  }
}
