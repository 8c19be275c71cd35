package io.vnetflowroutes.parse;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.vnetflowroutes.bytes.Utf8;
import io.vnetflowroutes.flow.AzureTime;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.RecordText;
import io.vnetflowroutes.flow.Unreadable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Splits one record of either shape into flows, with Jackson's streaming parser.
 *
 * <p>The order of keys in a record is not stable (docs/azure-flow-log-format.md#vnet-records): a
 * rule may come after its tuples, and the record's time at its end. A first pass therefore finds
 * the tuples, and splits the usual ones without Jackson; the parser makes the flows when it knows
 * the whole record. An instance belongs to one thread.
 */
final class RecordParser {

  private final RecordJson json;
  private final TupleReader reader;
  private final List<Run> runs = new ArrayList<>();
  private final Tuples tuples = new Tuples();
  private byte[] buffer;
  private String time;
  private String version;
  private String macAddress;
  private String flowLogId;
  private String targetId;
  private String nsgVersion;
  private String nsgId;
  private RecordShape shape;

  /** The tuples of one group, from {@code first} on, up to the next run. */
  private record Run(String outerText, String innerText, int first, int end) {}

  RecordParser(RecordJson json) {
    this.json = json;
    this.reader = new TupleReader(json);
  }

  /**
   * Reads a record, and passes on its flows and its unreadable tuples in order.
   *
   * @return the record's context
   * @throws JsonProcessingException if the record is not JSON
   * @throws UnexpectedShapeException if it is JSON but not a flow log's record, or beyond a limit
   */
  RecordContext parse(
      Origin origin, Element element, Consumer<Flow> flows, Consumer<Unreadable> unreadable)
      throws IOException {
    reset();
    buffer = element.buffer();
    if (!Utf8.is(buffer, element.start(), element.length())) {
      throw new JsonParseException(null, "it is not UTF-8 text");
    }
    try (RecordJsonParser parser = json.parser(buffer, element.start(), element.length())) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        recordField(parser, parser.currentName());
      }
    } catch (StreamConstraintsException e) {
      throw new UnexpectedShapeException(json.sentence(e));
    }
    if (shape == null) {
      throw new UnexpectedShapeException("The record has neither flowRecords nor properties.flows");
    }
    RecordContext context = context(origin, element);
    for (Run run : runs) {
      FlowGroup group = group(context, run);
      for (int ordinal = run.first; ordinal < run.end; ordinal++) {
        Flow flow = tuples.start(ordinal) > 0 ? read(group, ordinal) : null;
        if (flow != null) {
          flows.accept(flow);
        } else {
          unreadable.accept(unreadable(group, element, ordinal));
        }
      }
    }
    return context;
  }

  private RecordContext context(Origin origin, Element element) {
    boolean nsg = shape == RecordShape.NSG;
    return new RecordContext(
        origin,
        element.offset(),
        time,
        AzureTime.millis(time),
        shape.type,
        nsg ? nsgVersion : version,
        macAddress,
        nsg ? null : flowLogId,
        nsg ? nsgId : targetId,
        new RecordText(buffer, element.start(), element.length()));
  }

  /** The group of a run. An NSG is its own list, and one record of it may cover interfaces. */
  private FlowGroup group(RecordContext context, Run run) {
    if (shape == RecordShape.VNET) {
      return new FlowGroup(context, run.outerText, run.innerText);
    }
    boolean same = run.innerText == null || run.innerText.equals(context.macAddress());
    RecordContext own = same ? context : context.withMacAddress(run.innerText);
    return new FlowGroup(own, context.targetId(), run.outerText);
  }

  private Flow read(FlowGroup group, int ordinal) throws IOException {
    return shape == RecordShape.VNET
        ? tuples.read(reader, group, ordinal, buffer)
        : reader.readNsg(group, ordinal, buffer, tuples.start(ordinal));
  }

  private Unreadable unreadable(FlowGroup group, Element element, int ordinal) {
    byte[] text = tuples.noString(ordinal);
    String reason = text == null ? reader.problem() : "The tuple is not a string";
    if (text == null) {
      int from = tuples.start(ordinal);
      int to = from;
      while (buffer[to] != '"') {
        to += buffer[to] == '\\' ? 2 : 1;
      }
      text = Arrays.copyOfRange(buffer, from - 1, to + 1);
    }
    return new Unreadable(
        group.record().origin(), element.offset(), ordinal, Unreadable.TUPLE, group, text, reason);
  }

  private void reset() {
    runs.clear();
    tuples.clear();
    time = null;
    version = null;
    macAddress = null;
    flowLogId = null;
    targetId = null;
    nsgVersion = null;
    nsgId = null;
    shape = null;
  }

  private void recordField(RecordJsonParser parser, String name) throws IOException {
    parser.nextToken();
    switch (name) {
      case "time" -> time = scalar(parser);
      case "flowLogVersion" -> version = scalar(parser);
      case "macAddress" -> macAddress = scalar(parser);
      case "flowLogResourceID" -> flowLogId = scalar(parser);
      case "targetResourceID" -> targetId = scalar(parser);
      case "resourceId" -> nsgId = scalar(parser);
      case "flowRecords" -> {
        is(RecordShape.VNET);
        expect(parser, JsonToken.START_OBJECT, shape.body, " is not an object");
        body(parser, RecordShape.VNET);
      }
      case "properties" -> {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
          body(parser, RecordShape.NSG);
        }
      }
      default -> parser.skipChildren();
    }
  }

  /** Notes the record's shape; records of both would be ambiguous. */
  private void is(RecordShape found) throws UnexpectedShapeException {
    if (shape != null && shape != found) {
      throw new UnexpectedShapeException("The record has flowRecords and properties.flows");
    }
    shape = found;
  }

  private void body(RecordJsonParser parser, RecordShape shape) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals(RecordShape.FLOWS)) {
        is(shape);
        expect(parser, JsonToken.START_ARRAY, shape.body, ".flows is not an array");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          expect(
              parser,
              JsonToken.START_OBJECT,
              RecordShape.FLOWS,
              " has an element that is no object");
          groups(parser, shape);
        }
      } else if (name.equals("Version")) {
        nsgVersion = scalar(parser);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void groups(RecordJsonParser parser, RecordShape shape) throws IOException {
    String outerText = null;
    int firstRun = runs.size();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals(shape.outerText)) {
        outerText = scalar(parser);
      } else if (name.equals(shape.groups)) {
        expect(parser, JsonToken.START_ARRAY, shape.groups, " is not an array");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          expect(parser, JsonToken.START_OBJECT, shape.groups, " has an element that is no object");
          group(parser, shape);
        }
      } else {
        parser.skipChildren();
      }
    }
    for (int i = firstRun; i < runs.size(); i++) {
      Run run = runs.get(i);
      runs.set(i, new Run(outerText, run.innerText, run.first, run.end));
    }
  }

  private void group(RecordJsonParser parser, RecordShape shape) throws IOException {
    String innerText = null;
    int first = tuples.count();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals(shape.innerText)) {
        innerText = scalar(parser);
      } else if (name.equals("flowTuples")) {
        expect(parser, JsonToken.START_ARRAY, "flowTuples", " is not an array");
        if (shape == RecordShape.VNET) {
          parser.continueAt(tuples.addUsual(buffer, parser.position()));
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          tuple(parser);
        }
      } else {
        parser.skipChildren();
      }
    }
    runs.add(new Run(null, innerText, first, tuples.count()));
  }

  /** Notes the start of a tuple's text; keeps anything but a string as text. */
  private void tuple(RecordJsonParser parser) throws IOException {
    int start = parser.tokenStart();
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      tuples.add(start + 1);
    } else {
      parser.skipChildren();
      tuples.addNoString(Arrays.copyOfRange(buffer, start, parser.position()));
    }
  }

  /** A field's text; {@code null} if it is not a scalar. */
  private static String scalar(JsonParser parser) throws IOException {
    if (parser.currentToken().isStructStart() || parser.currentToken() == JsonToken.VALUE_NULL) {
      parser.skipChildren();
      return null;
    }
    return RecordJson.text(parser);
  }

  private static void expect(JsonParser parser, JsonToken token, String what, String otherwise)
      throws UnexpectedShapeException {
    if (parser.currentToken() != token) {
      throw new UnexpectedShapeException(what + otherwise);
    }
  }
}
