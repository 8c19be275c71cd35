package io.vnetflowroutes.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vnetflowroutes.format.FlowsFormat;
import io.vnetflowroutes.message.Delivery.KeyedRecord;
import io.vnetflowroutes.spool.NewerFormException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** How a message lies in the spool. The first number is the version of the form. */
public final class DeliveryFile {

  private static final int VERSION = 4;
  private static final int FIRST_FORM = 1;
  private static final int FIRST_WITH_PLACES = 3;
  private static final int FIRST_WITH_COUNTS = 4;
  private static final int NONE = -1;

  /** A first number beyond these is no version, but damage. */
  private static final int FORMS_TO_COME = 1000;

  private DeliveryFile() {}

  /**
   * What stands in front of a message's flows.
   *
   * @param format the name of the format it was made in; empty if that is not said
   * @param fileName the name it has as a file
   * @param flows how many flows it holds
   * @param framing how its flows are put together
   */
  public record Header(String key, String format, String fileName, int flows, Framing framing) {

    /** Whether its flows are still to be written in the format that their destination has. */
    public boolean isFlows() {
      return format.equals(FlowsFormat.NAME);
    }
  }

  public static void write(Delivery delivery, String format, OutputStream file) throws IOException {
    DataOutputStream out = new DataOutputStream(file);
    out.writeInt(VERSION);
    out.writeUTF(delivery.key());
    out.writeUTF(format);
    out.writeUTF(delivery.fileName());
    out.writeInt(delivery.flows());
    write(delivery.body(), out);
    write(delivery.cuts(), out);
    write(delivery.places(), out);
    write(delivery.counts(), out);
    out.writeInt(delivery.records().size());
    for (KeyedRecord keyed : delivery.records()) {
      write(keyed.key(), out);
      write(keyed.value(), out);
      write(keyed.tuple(), out);
    }
    out.flush();
  }

  public static Header readHeader(InputStream file) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(file));
    int version = readVersion(in);
    String key = in.readUTF();
    String format = format(in, version);
    String fileName = in.readUTF();
    int flows = in.readInt();
    int length = in.readInt();
    Framing framing = Framing.RECORDS;
    if (length != NONE) {
      framing = length > 0 && in.readByte() == '[' ? Framing.ARRAY : Framing.LINES;
    }
    return new Header(key, format, fileName, flows, framing);
  }

  private static String format(DataInputStream in, int version) throws IOException {
    return version < FIRST_WITH_COUNTS ? "" : in.readUTF();
  }

  public static Delivery read(InputStream file) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(file));
    int version = readVersion(in);
    String key = in.readUTF();
    format(in, version);
    String fileName = in.readUTF();
    int flows = in.readInt();
    byte[] body = bytes(in);
    int[] cuts = version == FIRST_FORM ? new int[0] : ofFlows(in, flows);
    int[] places = version < FIRST_WITH_PLACES ? new int[0] : ofFlows(in, flows);
    int[] counts = version < FIRST_WITH_COUNTS ? new int[0] : ofFlows(in, flows);
    List<KeyedRecord> records = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      String recordKey = version == FIRST_FORM ? firstFormKey(in) : text(in);
      byte[] value = bytes(in);
      records.add(new KeyedRecord(recordKey, value, version < FIRST_WITH_COUNTS ? null : text(in)));
    }
    return new Delivery(key, fileName, body, cuts, records, flows, places, counts, null);
  }

  private static String firstFormKey(DataInputStream in) throws IOException {
    boolean keyed = in.readBoolean();
    String key = in.readUTF();
    return keyed ? key : null;
  }

  private static String text(DataInputStream in) throws IOException {
    byte[] text = bytes(in);
    return text == null ? null : new String(text, UTF_8);
  }

  /** Numbers of which each flow has one at most, and what is behind the last. */
  private static int[] ofFlows(DataInputStream in, int flows) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > flows + 1) {
      throw new IOException("a file of the spool is damaged");
    }
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = in.readInt();
    }
    return numbers;
  }

  private static int readVersion(DataInputStream in) throws IOException {
    int version = in.readInt();
    if (version > VERSION && version <= VERSION + FORMS_TO_COME) {
      throw new NewerFormException(version, VERSION);
    }
    if (version < FIRST_FORM || version > VERSION) {
      throw new IOException("a file of the spool has the unknown form " + version);
    }
    return version;
  }

  private static void write(int[] numbers, DataOutputStream out) throws IOException {
    out.writeInt(numbers.length);
    for (int number : numbers) {
      out.writeInt(number);
    }
  }

  private static void write(String text, DataOutputStream out) throws IOException {
    write(text == null ? null : text.getBytes(UTF_8), out);
  }

  private static void write(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes == null ? NONE : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length == NONE) {
      return null;
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("a file of the spool is cut off");
    }
    return bytes;
  }
}
