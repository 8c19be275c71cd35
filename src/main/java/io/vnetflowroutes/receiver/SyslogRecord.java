package io.vnetflowroutes.receiver;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.Syntax;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A flow as a message of RFC 5424. The facility is local0; allowed flows are informational, denied
 * ones are notices. The host is the network interface. The structured data hold the flow's id, by
 * which a copy can be recognised, whatever the body is. An instance belongs to one thread.
 */
final class SyslogRecord implements Format {

  private static final int INFORMATIONAL = 16 * 8 + 6;
  private static final int NOTICE = 16 * 8 + 5;
  private static final int LONGEST_HOST = 255;
  private static final int LONGEST_APPLICATION = 48;
  private static final int LONGEST_PARAMETER = 32;
  private static final int BLANK = ' ';
  private static final int DELETE = 0x7f;

  /** The last time with a year of four digits, as RFC 3339 requires. */
  private static final long LATEST = Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();

  private static final Pattern NOT_PRINTABLE = Pattern.compile("[^!-~]");
  private static final Pattern NOT_OF_NAMES = Pattern.compile("[^!-~]|[=\\]\"]");

  private final Format flow;
  private final String host;
  private final String application;
  private final String parameters;
  private final ByteOutput body = new ByteOutput(2048);

  SyslogRecord(Format flow, Options options, Map<String, String> ofType) {
    Map<String, String> fields = options.fields(ofType);
    this.flow = flow;
    this.host = fields.remove("host");
    this.application = word(fields.remove("app-name"), LONGEST_APPLICATION);
    StringBuilder fixed = new StringBuilder();
    fields.forEach((name, value) -> fixed.append(' ').append(parameter(name, value)));
    this.parameters = fixed.toString();
  }

  @Override
  public void write(Flow one, ByteOutput out) {
    out.put('<').putDecimal(one.decision() == Decision.DENY ? NOTICE : INFORMATIONAL).put(">1 ");
    long millis = one.timeMillis();
    out.put(millis > 0 && millis < LATEST ? Instant.ofEpochMilli(millis).toString() : "-");
    out.put(' ').put(word(host == null ? one.record().macAddress() : host, LONGEST_HOST));
    out.put(' ').put(application).put(" - ").put(Documents.decision(one));
    out.put(" [flow@32473 ").put(parameter("id", one.id())).put(' ');
    out.put(parameter("flowLog", Documents.flowLog(one.record()))).put(parameters).put("] ");
    body.clear();
    flow.write(one, body);
    putLine(body, out);
  }

  /** Writes text without control characters, some of which would end the message. */
  private static void putLine(ByteOutput text, ByteOutput out) {
    byte[] bytes = text.array();
    for (int i = 0; i < text.size(); i++) {
      if (isControl(bytes[i])) {
        bytes[i] = BLANK;
      }
    }
    out.put(bytes, 0, text.size());
  }

  private static boolean isControl(int b) {
    return (b >= 0 && b < BLANK) || b == DELETE;
  }

  /** A word of the header: printable ASCII, or a hyphen for none. */
  private static String word(String text, int longest) {
    String word = text == null ? "" : NOT_PRINTABLE.matcher(text).replaceAll("_");
    return word.isEmpty() ? "-" : word.substring(0, Math.min(word.length(), longest));
  }

  /** A parameter of the structured data, with the escapes of RFC 5424, 6.3.3. */
  static String parameter(String name, String value) {
    String plain = NOT_OF_NAMES.matcher(name).replaceAll("_");
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    ByteOutput out = new ByteOutput(utf8.length + LONGEST_PARAMETER);
    out.put(plain.substring(0, Math.min(plain.length(), LONGEST_PARAMETER))).put("=\"");
    for (byte b : utf8) {
      if (b == '"' || b == '\\' || b == ']') {
        out.put('\\');
      }
      out.put(isControl(b) ? BLANK : b);
    }
    return new String(out.put('"').toByteArray(), StandardCharsets.UTF_8);
  }

  @Override
  public Syntax syntax() {
    return flow.syntax();
  }

  @Override
  public boolean holds(Flow written, Flow next) {
    return flow.holds(written, next);
  }
}
