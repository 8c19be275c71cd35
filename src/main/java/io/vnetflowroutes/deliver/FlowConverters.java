package io.vnetflowroutes.deliver;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.format.FlatFormat;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.FormatPool;
import io.vnetflowroutes.message.BufferPool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Converter;
import org.apache.camel.TypeConverters;

/**
 * Lets routes convert a flow to a map and a part to a list of maps, which {@code marshal} and
 * JSONPath understand. The keys are the fields of the flat format, and values have its types. Any
 * thread may call it.
 */
@Converter
public final class FlowConverters implements TypeConverters {

  private final FormatPool formats = new FormatPool(FlatFormat::new, true);

  /** Loaded when the first route asks for a map. */
  private static final class Json {
    static final ObjectReader MAPS =
        new ObjectMapper().readerFor(new TypeReference<LinkedHashMap<String, Object>>() {});
  }

  /** The flow as the flat format has it. */
  @Converter
  public Map<String, Object> map(Flow flow) throws IOException {
    return maps(List.of(flow)).get(0);
  }

  /** The flows of a part, in their order. */
  @Converter
  public List<Map<String, Object>> maps(BatchPart part) throws IOException {
    return maps(part.flows());
  }

  private List<Map<String, Object>> maps(List<Flow> flows) throws IOException {
    List<Map<String, Object>> maps = new ArrayList<>(flows.size());
    Format format = formats.take();
    ByteOutput out = BufferPool.take();
    for (Flow flow : flows) {
      out.clear();
      format.write(flow, out);
      maps.add(Json.MAPS.readValue(out.array(), 0, out.size()));
    }
    BufferPool.giveBack(out);
    formats.giveBack(format);
    return maps;
  }
}
