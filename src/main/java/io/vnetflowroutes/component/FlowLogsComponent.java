package io.vnetflowroutes.component;

import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.settings.SourceKeys;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;

/**
 * The component {@code vnet-flow-logs}: a route {@code from: vnet-flow-logs:NAME} gets the flows of
 * a storage account. The Kamelet {@code azure-vnet-flow-logs-source} is made of it.
 */
public final class FlowLogsComponent extends DefaultComponent {

  private Map<String, String> options = new TreeMap<>();

  /** Lets Camel mask the options with secrets in each URI that it logs. */
  @Override
  protected void doInit() throws Exception {
    super.doInit();
    SourceKeys.GROUP.all().stream()
        .filter(Key::secret)
        .map(key -> StringHelper.dashToCamelCase(key.shortName()))
        .forEach(URISupport::addSanitizeKeywords);
  }

  /** The options of all endpoints; those in a URI take precedence. */
  public Map<String, String> getOptions() {
    return options;
  }

  /**
   * Sets the options of all endpoints. Values are taken as they are, so that a secret need not be
   * encoded as in a URI.
   */
  public void setOptions(Map<String, String> options) {
    this.options = new TreeMap<>(options);
  }

  @Override
  protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
    Map<String, String> all = new TreeMap<>(options);
    for (String option : EndpointSettings.names()) {
      if (parameters.containsKey(option)) {
        all.put(option, String.valueOf(parameters.remove(option)));
      }
    }
    for (String option : options.keySet()) {
      if (!EndpointSettings.isOption(option)) {
        throw new IllegalArgumentException(
            "There is no option '%s', only %s".formatted(option, EndpointSettings.names()));
      }
    }
    return new FlowLogsEndpoint(uri, this, new EndpointSettings(name, all));
  }
}
