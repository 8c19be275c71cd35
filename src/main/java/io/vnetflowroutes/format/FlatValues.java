package io.vnetflowroutes.format;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.flow.Flow;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * The fields of one flow as Java values, by their names in the flat format. Each value is what that
 * format writes as JSON, read again; it is made when it is asked for.
 *
 * <p>It belongs to one thread, and shows one flow at a time.
 */
final class FlatValues extends AbstractMap<String, Object> {

  private static final int MOST_DIGITS_OF_LONG = 18;

  private final Map<String, FlatField> fields;
  private final ByteOutput out = new ByteOutput(256);
  private Flow flow;

  FlatValues(Derivation derivation) {
    this.fields = FlatFields.byName(derivation);
  }

  /** The same map, of another flow. */
  Map<String, Object> of(Flow next) {
    flow = next;
    return Collections.unmodifiableMap(this);
  }

  @Override
  public boolean containsKey(Object name) {
    return fields.containsKey(name);
  }

  @Override
  public Object get(Object name) {
    FlatField field = fields.get(name);
    return field == null ? null : value(field);
  }

  @Override
  public Set<String> keySet() {
    return Collections.unmodifiableSet(fields.keySet());
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return fields.size();
      }

      @Override
      public Iterator<Entry<String, Object>> iterator() {
        Iterator<FlatField> each = fields.values().iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return each.hasNext();
          }

          @Override
          public Entry<String, Object> next() {
            FlatField field = each.next();
            return new SimpleImmutableEntry<>(field.name(), value(field));
          }
        };
      }
    };
  }

  private Object value(FlatField field) {
    out.clear();
    out.put(field.quotes());
    field.json().write(flow, out);
    out.put(field.quotes());
    String json = new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
    return switch (json) {
      case "", "null" -> null;
      case "true" -> true;
      case "false" -> false;
      default -> json.charAt(0) == '"' ? text(json) : number(json);
    };
  }

  private static Object number(String json) {
    return json.length() <= MOST_DIGITS_OF_LONG ? (Object) Long.valueOf(json) : large(json);
  }

  private static Object large(String json) {
    BigInteger number = new BigInteger(json);
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  private static String text(String json) {
    int end = json.length() - 1;
    if (json.indexOf('\\') < 0) {
      return json.substring(1, end);
    }
    StringBuilder text = new StringBuilder(json.length());
    for (int at = 1; at < end; at++) {
      char letter = json.charAt(at);
      if (letter == '\\') {
        at++;
        letter = json.charAt(at);
        if (letter == 'u') {
          letter = (char) Integer.parseInt(json, at + 1, at + 5, 16);
          at += 4;
        }
      }
      text.append(letter);
    }
    return text.toString();
  }
}
