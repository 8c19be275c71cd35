package io.vnetflowroutes.camel;

import io.vnetflowroutes.deadletter.DeadLetters;
import io.vnetflowroutes.deliver.Destination;
import io.vnetflowroutes.endpoints.ProcessResources;
import io.vnetflowroutes.endpoints.SendEndpoints;
import io.vnetflowroutes.message.RouteNames;
import java.util.List;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.ModelCamelContext;

/** Makes the routes of each destination out of the templates in the route files. */
final class DeliveryRoutes extends MainListenerSupport {

  private static final List<String> TEMPLATES = List.of("deliver", "attempt", "send", "drain");

  private final List<Destination> destinations;
  private final ProcessResources resources;
  private final String deadLetter;

  DeliveryRoutes(List<Destination> destinations, ProcessResources resources, String deadLetter) {
    this.destinations = destinations;
    this.resources = resources;
    this.deadLetter = deadLetter;
  }

  private static void requireTemplate(BaseMainSupport main, String template) {
    ModelCamelContext context = (ModelCamelContext) main.getCamelContext();
    if (context.getRouteTemplateDefinition(template) == null) {
      throw new IllegalStateException(
          "the route files have no route template '"
              + template
              + "'; if they are of an earlier release, take deliver, drain and errors.camel.yaml"
              + " of this one, and make your changes in them anew");
    }
  }

  @Override
  public void afterConfigure(BaseMainSupport main) {
    uri(main, DeadLetters.NAME, deadLetter);
    for (Destination destination : destinations) {
      String uri =
          uri(
              main,
              destination.name(),
              destination.uri(resources.unfinished(), resources.sameName()));
      for (String template : TEMPLATES) {
        requireTemplate(main, template);
        TemplatedRouteBuilder.builder(main.getCamelContext(), template)
            .routeId(template + '-' + destination.name())
            .parameter("name", destination.name())
            .parameter("uri", uri)
            .add();
      }
    }
  }

  private static String uri(BaseMainSupport main, String name, String uri) {
    try {
      return SendEndpoints.uri(main.getCamelContext(), name, uri);
    } catch (Exception e) {
      throw RuntimeCamelException.wrapRuntimeCamelException(
          new FailedToCreateRouteException(RouteNames.sendId(name), null, "", e));
    }
  }
}
