package io.vnetflowroutes.deliver;

import io.vnetflowroutes.files.SameName;
import io.vnetflowroutes.filter.Filter;
import io.vnetflowroutes.filter.Selection;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.MessageKey;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.FormatPool;
import io.vnetflowroutes.format.StoredFlows;
import io.vnetflowroutes.message.Compression;
import io.vnetflowroutes.message.Conversion;
import io.vnetflowroutes.message.Deliveries;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.DeliveryFile;
import io.vnetflowroutes.message.DeliveryKey;
import io.vnetflowroutes.message.DestinationUri;
import io.vnetflowroutes.message.FolderLayout;
import io.vnetflowroutes.message.Framing;
import io.vnetflowroutes.message.Gatherer;
import io.vnetflowroutes.message.MessageLayout;
import io.vnetflowroutes.message.ResumedBatches;
import io.vnetflowroutes.message.ResumedBatches.Stretch;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.message.StoredMessage;
import io.vnetflowroutes.outcome.KafkaRecords;
import io.vnetflowroutes.queue.Spool;
import io.vnetflowroutes.queue.SpoolContents;
import io.vnetflowroutes.receiver.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;

/**
 * A named endpoint with a format: makes the messages that the delivery route sends to it.
 *
 * <p>Deliverers call it for several parts at a time, and so do the drain and {@code replay}; the
 * messages belong to the caller.
 */
public final class Destination {

  private final String name;
  private final DestinationUri uri;
  private final String format;
  private final FormatPool formats;
  private final Filter filter;
  private final FilterReport leftOut;
  private final ResumedBatches resumed;
  private final MessageLayout layout;
  private final String contentType;
  private final Conversion conversion;
  private final Map<String, String> headers;
  private final Protocol protocol;

  private final Gatherer gatherer;

  /**
   * @param name the destination's name in the settings
   * @param uri a Camel URI
   * @param format the name of the format of its flows
   * @param formats instances of that format
   * @param filter leaves out flows; {@code null} for none
   * @param leftOut reports what the filter leaves out
   * @param resumed the messages that it has acknowledged already
   * @param layout how messages are made of flows
   * @param headers the headers of every message
   * @param protocol the protocol of its type of receiver; {@code null} if it has no type
   * @param unit distinguishes the names of what this process gathers from those of others
   * @param gather how long flows wait to be sent together
   */
  public Destination(
      String name,
      String uri,
      String format,
      FormatPool formats,
      Filter filter,
      FilterReport leftOut,
      ResumedBatches resumed,
      MessageLayout layout,
      Map<String, String> headers,
      Protocol protocol,
      String unit,
      Gatherer.Limits gather) {
    this.name = name;
    this.uri = new DestinationUri(uri);
    this.format = protocol == null ? format : format + " for " + protocol.type().name();
    this.protocol = protocol;
    this.formats = formats;
    this.filter = filter;
    this.leftOut = leftOut;
    this.resumed = resumed;
    this.layout = layout;
    String ofType = protocol == null ? null : protocol.type().contentType();
    this.contentType = ofType == null ? layout.framing().contentType(formats.syntax()) : ofType;
    this.conversion = new Conversion(layout, formats.syntax(), this.uri.isHttp());
    this.headers = Map.copyOf(headers);
    boolean ofRecords = format.equals("raw");
    boolean byFolder = this.uri.isFile() || this.uri.isObjects();
    this.gatherer = new Gatherer(formats, made(), byFolder, ofRecords, unit, gather);
  }

  public String name() {
    return name;
  }

  /**
   * The endpoint to send to.
   *
   * @param unfinished the prefix of the name of a file that is being written
   * @param sameName what happens to an existing file with other content
   */
  public String uri(String unfinished, SameName sameName) {
    return uri.complete(unfinished, sameName);
  }

  /**
   * The name under which acknowledgements are kept. Files that another filter made do not count:
   * the program makes them again, because that causes no duplicates. For gathered files it cannot
   * know which flows they hold.
   */
  public String acknowledgedAs() {
    if (uri.isFile() && gatherer.gathers()) {
      return DeliveryKey.gathered(name);
    }
    return uri.isFile() && filter != null ? DeliveryKey.filtered(name, filter.id()) : name;
  }

  /** The key of the acknowledgement of a message that waits, gathered or not. */
  public String acknowledgement(String key, boolean gathered) {
    String as = gathered && uri.isFile() ? DeliveryKey.gathered(name) : acknowledgedAs();
    return new DeliveryKey(key, as).toString();
  }

  /** The folders of its files and objects. */
  public FolderLayout folders() {
    return layout.folders();
  }

  /** The ending of its files' names; empty if it does not write files. */
  public Optional<String> ending() {
    return uri.isFile() ? Optional.of(layout.ending(formats.syntax())) : Optional.empty();
  }

  /** The messages for a part of a batch; each is made when it is asked for. */
  public Iterator<Message> messages(BatchPart part, CamelContext context) {
    Selection selection = select(part);
    if (selection.kept().isEmpty()) {
      return Collections.emptyIterator();
    }
    Iterator<Stretch> open = resumed.open(part, acknowledgedAs()).iterator();
    return new Iterator<>() {
      private final Format format = gatherer.gathers() ? gatherer.waiting() : formats.take();
      private Deliveries deliveries = after(null);

      /** The messages of the next stretch that has a flow, after a stretch has ended. */
      private Deliveries after(Deliveries before) {
        Deliveries now = before;
        while ((now == null || !now.hasNext()) && open.hasNext()) {
          now =
              new Deliveries(
                  selection,
                  open.next(),
                  format,
                  gatherer.gathers() ? gatherer.waitingLayout() : made());
        }
        return now;
      }

      @Override
      public boolean hasNext() {
        return deliveries != null && deliveries.hasNext();
      }

      @Override
      public Message next() {
        Delivery delivery = deliveries.next();
        deliveries = after(deliveries);
        if (gatherer.gathers()) {
          return waiting(delivery, context);
        }
        if (!hasNext()) {
          formats.giveBack(format);
        }
        return message(delivery, context);
      }
    };
  }

  /** The form of a message that waits in the spool. */
  private Message waiting(Delivery delivery, CamelContext context) {
    Message message = new DefaultMessage(context);
    message.setHeader(RouteNames.DELIVERY, delivery);
    message.setHeader(RouteNames.DESTINATION, name);
    message.setHeader(
        RouteNames.DELIVERY_KEY, new DeliveryKey(delivery.key(), acknowledgedAs()).toString());
    message.setHeader(RouteNames.FLOWS, delivery.flows());
    return message;
  }

  /** The layout of messages as they are made; those for HTTP are compressed as they are sent. */
  private MessageLayout made() {
    return uri.isHttp() ? layout.uncompressed() : layout;
  }

  private Selection select(BatchPart part) {
    if (filter == null) {
      return Selection.all(part);
    }
    Selection selection = filter.select(part);
    leftOut.report("destination " + name, selection);
    return selection;
  }

  /** The message for a single flow, which a route file may have split off. */
  public Iterator<Message> messages(Flow flow, CamelContext context) {
    BatchPart part =
        new BatchPart(flow.id(), flow.record().origin(), flow.decision(), List.of(flow));
    return messages(part, context);
  }

  /** A message that was made before; flows that no format could write are a part of their own. */
  public Iterator<Message> messages(Delivery delivery, CamelContext context) throws IOException {
    if (delivery.unwritten() == null) {
      return List.of(message(delivery, context)).iterator();
    }
    List<Flow> flows = StoredFlows.read(delivery.body());
    Flow first = flows.get(0);
    String id = MessageKey.parse(delivery.key()).part();
    return messages(new BatchPart(id, first.record().origin(), first.decision(), flows), context);
  }

  /** Makes a message from the spool the body that the next step sends. */
  public void load(Exchange exchange) {
    Delivery delivery = exchange.getMessage().getBody(Delivery.class);
    exchange.setMessage(message(delivery, exchange.getContext()));
  }

  /** The name of the format of its messages, and of the type that their envelope is for. */
  public String format() {
    return format;
  }

  /** Whether it makes its messages in a format now; yes if that is empty, as nobody knows it. */
  public boolean isMadeIn(String before) {
    return before.isEmpty() || before.equals(format);
  }

  /**
   * Whether a message that waits can still be sent with the present settings. Flows take any format
   * when they are sent, and damaged messages go to the dead letter.
   */
  boolean takes(StoredMessage stored, Supplier<Delivery> message) {
    DeliveryFile.Header header = stored.header();
    if (header.isFlows() || header.key().isEmpty()) {
      return true;
    }
    return isMadeIn(header.format())
        && (header.framing() == layout.framing() || converted(message.get()).isPresent());
  }

  /** A message that was kept in the destination's present form; empty if that is impossible. */
  public Optional<Delivery> converted(Delivery made) {
    return conversion.of(made);
  }

  /** Opens its spool. */
  public Spool spool(Path folder, long limit, Clock clock) throws IOException {
    return new Spool(name, folder, format, gatherer, limit, clock);
  }

  /**
   * A sentence about waiting messages that cannot be sent with the present settings; empty if all
   * can.
   */
  public Optional<String> unsendable(Path folder) throws IOException {
    SpoolContents.Make now = new SpoolContents.Make(format, layout.framing());
    return SpoolContents.unsendable(folder, name, now, this::takes);
  }

  /** The Camel message of a delivery. */
  public Message message(Delivery made, CamelContext context) {
    Delivery delivery = protocol == null ? made : made.divided(protocol.type().linesOfEntry());
    Message message = waiting(delivery, context);
    if (delivery.unwritten() != null) {
      return message;
    }
    headers.forEach(message::setHeader);
    if (delivery.gathered() != null) {
      message.setHeader(SameName.PLANNED, true);
      message.setHeader(SameName.PLANNED_AS, delivery.gathered().earlierNames(delivery.fileName()));
    }
    if (delivery.streamed()) {
      message.setHeader(Exchange.FILE_NAME, delivery.fileName());
      if (uri.isObjects()) {
        message.setHeader(Exchange.CONTENT_TYPE, contentTypeOfObjects());
        message.setBody(delivery.gathered().object(delivery));
      } else {
        message.setBody(delivery.gathered().open(delivery));
      }
      return message;
    }
    Delivery sent =
        converted(delivery)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "It was made for another framing than the destination has now"));
    if (protocol != null) {
      message.setHeader(RouteNames.PROTOCOL, protocol);
    }
    if (layout.framing() == Framing.RECORDS) {
      KafkaRecords records = new KafkaRecords();
      sent.records().forEach(record -> records.add(key(record), record.value(), context));
      message.setBody(records);
      return message;
    }
    message.setHeader(Exchange.FILE_NAME, sent.fileName());
    byte[] body = protocol == null ? sent.body() : protocol.body(sent.body());
    if (protocol != null) {
      protocol.headers(delivery.key(), body, Instant.now()).forEach(message::setHeader);
    } else if (uri.isObjects()) {
      message.setHeader(Exchange.CONTENT_TYPE, contentTypeOfObjects());
    }
    if (uri.isHttp()) {
      message.setHeader(Exchange.HTTP_METHOD, "POST");
      message.setHeader(Exchange.CONTENT_TYPE, contentType);
      if (layout.compression() != Compression.NONE) {
        // Camel's HTTP component compresses a body that has this header, but by gzip only.
        message.setHeader(Exchange.CONTENT_ENCODING, layout.compression().word());
      }
    }
    boolean compressedHere = uri.isHttp() && layout.compression() == Compression.ZSTD;
    message.setBody(compressedHere ? Compression.ZSTD.apply(body, body.length) : body);
    return message;
  }

  private String contentTypeOfObjects() {
    return layout.compression().contentType(contentType);
  }

  /** The key of a record by the present settings. */
  private String key(Delivery.KeyedRecord record) {
    if (record.tuple() == null) {
      return record.key();
    }
    return layout.key() == null ? null : record.tuple().split(",", -1)[layout.key().position()];
  }
}
