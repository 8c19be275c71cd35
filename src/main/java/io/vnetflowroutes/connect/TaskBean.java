package io.vnetflowroutes.connect;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
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
 * Shows the metrics of a task as an MBean of the worker, if the runtime keeps no metrics of
 * plug-ins: {@code io.vnetflowroutes.connect:type=task,connector=NAME,task=NUMBER}. Which
 * attributes there are is worked out when somebody looks, as flow logs come and go.
 */
final class TaskBean implements MetricsDisplay, DynamicMBean {

  private static final Logger LOG = LoggerFactory.getLogger(TaskBean.class);

  private final ObjectName name;
  private final TaskMetrics metrics;

  TaskBean(String connector, int task, TaskMetrics metrics) {
    this.metrics = metrics;
    try {
      this.name =
          new ObjectName(
              "io.vnetflowroutes.connect:type=task,connector=%s,task=%d"
                  .formatted(ObjectName.quote(connector), task));
    } catch (JMException e) {
      throw new IllegalArgumentException(connector, e);
    }
  }

  /** {@inheritDoc} One that a task left behind which could not be stopped makes way. */
  @Override
  public void show() {
    hide();
    try {
      ManagementFactory.getPlatformMBeanServer().registerMBean(this, name);
    } catch (JMException e) {
      LOG.warn("The metrics of the task cannot be shown: {}", e.toString());
    }
  }

  /** {@inheritDoc} It is worked out when somebody looks. */
  @Override
  public void polled() {}

  @Override
  public void hide() {
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
    metrics.values().forEach((value, read) -> now.put(value, read.getAsDouble()));
    metrics.lags().forEach((flowLog, lag) -> now.put(TaskMetrics.LAG + '.' + flowLog, lag));
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
        TaskBean.class.getName(), "A task of the connector", attributes, null, null, null);
  }
}
