package io.vnetflowroutes.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vnetflowroutes.deliver.Delivery.KeyedRecord;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** How a message lies in a file of the spool. The first number is the version of the form. */
final class DeliveryFile {

  private static final int VERSION = 2;
  private static final int NONE = -1;

  private DeliveryFile() {}

  static void write(Delivery delivery, OutputStream file) throws IOException {
    DataOutputStream out = new DataOutputStream(file);
    out.writeInt(VERSION);
    out.writeUTF(delivery.key());
    out.writeUTF(delivery.fileName());
    out.writeInt(delivery.flows());
    write(delivery.body(), out);
    out.writeInt(delivery.records().size());
    for (KeyedRecord keyed : delivery.records()) {
      write(keyed.key() == null ? null : keyed.key().getBytes(UTF_8), out);
      write(keyed.value(), out);
    }
    out.flush();
  }

  static Delivery read(InputStream file) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(file));
    int version = in.readInt();
    if (version != VERSION) {
      throw new IOException("a file of the spool has the unknown form " + version);
    }
    String key = in.readUTF();
    String fileName = in.readUTF();
    int flows = in.readInt();
    byte[] body = bytes(in);
    List<KeyedRecord> records = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      byte[] recordKey = bytes(in);
      records.add(
          new KeyedRecord(recordKey == null ? null : new String(recordKey, UTF_8), bytes(in)));
    }
    return new Delivery(key, fileName, body, records, flows);
  }

  private static void write(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes == null ? NONE : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length == NONE ? null : in.readNBytes(length);
  }
}
