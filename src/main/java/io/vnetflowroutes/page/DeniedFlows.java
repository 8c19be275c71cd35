package io.vnetflowroutes.page;

import io.vnetflowroutes.derive.IpAddress;
import io.vnetflowroutes.derive.Protocols;
import io.vnetflowroutes.derive.ServiceNames;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.TupleField;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.ItemsSketch;
import org.apache.datasketches.frequencies.LongsSketch;

/**
 * The most frequent sources, destination ports and rules of denied flows, as sketches of a fixed
 * size with a known error bound. One thread at a time may use it.
 */
final class DeniedFlows {

  /**
   * The size of the sketch, of which three quarters are kept; the error is at most 3.5 flows in
   * this many.
   */
  private static final int SOURCES = 4096;

  private static final int PORTS = 1024;
  private static final int OTHERS = 512;
  private static final int LONGEST_TEXT = 200;
  private static final int PORT_BITS = 16;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int SRC = TupleField.SRC_IP.position();

  private final LongsSketch v4Sources = new LongsSketch(SOURCES);
  private final ItemsSketch<String> otherSources = new ItemsSketch<>(OTHERS);
  private final LongsSketch ports = new LongsSketch(PORTS);
  private final ItemsSketch<Rule> rules = new ItemsSketch<>(OTHERS);
  private final byte[] address = new byte[IpAddress.V6];
  private final ByteBuffer v4 = ByteBuffer.wrap(address);

  /** A rule and its list; either may be unknown. */
  private record Rule(String list, String name) {

    static Rule of(FlowGroup group) {
      String list = group.aclName() == null ? group.aclId() : group.aclName();
      return new Rule(cut(list), cut(group.rule()));
    }

    String text() {
      return name.isEmpty() && list.isEmpty()
          ? "(none)"
          : list.isEmpty() ? name : "%s in %s".formatted(name.isEmpty() ? "(none)" : name, list);
    }
  }

  /**
   * Counts denied flows, in the order of their blob: those of one rule mostly follow each other.
   */
  void count(List<Flow> flows) {
    FlowGroup group = null;
    int ofGroup = 0;
    for (Flow flow : flows) {
      if (!flow.group().equals(group)) {
        count(group, ofGroup);
        group = flow.group();
        ofGroup = 0;
      }
      ofGroup++;
      countSource(flow);
      ports.update(((long) flow.protocol() << PORT_BITS) | flow.number(TupleField.DST_PORT));
    }
    count(group, ofGroup);
  }

  private void count(FlowGroup group, int flows) {
    if (flows > 0) {
      rules.update(Rule.of(group), flows);
    }
  }

  private void countSource(Flow flow) {
    int from = flow.from(SRC);
    int to = flow.to(SRC);
    if (IpAddress.read(flow.text(), from, to, address) == IpAddress.V4) {
      v4Sources.update(v4.getInt(0) & 0xffff_ffffL);
    } else {
      otherSources.update(cut(flow.get(TupleField.SRC_IP)));
    }
  }

  private static String cut(String text) {
    if (text == null || text.length() <= LONGEST_TEXT) {
      return text == null ? "" : text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1)) ? 1 : 0;
    return text.substring(0, LONGEST_TEXT - end) + '…';
  }

  /** Adds the counts of another sketch. */
  void add(DeniedFlows others) {
    v4Sources.merge(others.v4Sources);
    otherSources.merge(others.otherSources);
    ports.merge(others.ports);
    rules.merge(others.rules);
  }

  /** The addresses that were denied most. */
  Ranking topSources(int most) {
    List<Ranking.Entry> entries = new ArrayList<>();
    for (LongsSketch.Row row : v4Sources.getFrequentItems(ErrorType.NO_FALSE_NEGATIVES)) {
      entries.add(new Ranking.Entry(v4(row.getItem()), row.getEstimate()));
    }
    for (ItemsSketch.Row<String> row :
        otherSources.getFrequentItems(ErrorType.NO_FALSE_NEGATIVES)) {
      String text = row.getItem();
      entries.add(new Ranking.Entry(text.isEmpty() ? "(none)" : text, row.getEstimate()));
    }
    long error = Math.max(v4Sources.getMaximumError(), otherSources.getMaximumError());
    return ranking(
        v4Sources.getStreamLength() + otherSources.getStreamLength(), error, entries, most);
  }

  private static String v4(long address) {
    return "%d.%d.%d.%d"
        .formatted(
            (address >> 24) & 0xff, (address >> 16) & 0xff, (address >> 8) & 0xff, address & 0xff);
  }

  /** The destination ports that were denied most, with their protocols. */
  Ranking topPorts(int most) {
    List<Ranking.Entry> entries = new ArrayList<>();
    for (LongsSketch.Row row : ports.getFrequentItems(ErrorType.NO_FALSE_NEGATIVES)) {
      entries.add(new Ranking.Entry(port(row.getItem()), row.getEstimate()));
    }
    return ranking(ports.getStreamLength(), ports.getMaximumError(), entries, most);
  }

  private static String port(long key) {
    int port = (int) key & ((1 << PORT_BITS) - 1);
    int protocol = (int) (key >> PORT_BITS);
    String name = Protocols.name(protocol);
    String of = name == null ? "protocol " + protocol : name;
    if (protocol != TCP && protocol != UDP && port == 0) {
      return of;
    }
    byte[] service = ServiceNames.at(protocol, port);
    String known = service == null ? "" : ' ' + new String(service, StandardCharsets.US_ASCII);
    return port + "/" + of + known;
  }

  /** The rules that denied most. */
  Ranking topRules(int most) {
    List<Ranking.Entry> entries = new ArrayList<>();
    for (ItemsSketch.Row<Rule> row : rules.getFrequentItems(ErrorType.NO_FALSE_NEGATIVES)) {
      entries.add(new Ranking.Entry(row.getItem().text(), row.getEstimate()));
    }
    return ranking(rules.getStreamLength(), rules.getMaximumError(), entries, most);
  }

  private static Ranking ranking(long total, long tooHigh, List<Ranking.Entry> entries, int most) {
    return new Ranking(
        total,
        tooHigh,
        entries.stream()
            .sorted(
                Comparator.comparingLong(Ranking.Entry::flows)
                    .reversed()
                    .thenComparing(Ranking.Entry::what))
            .limit(most)
            .toList());
  }
}
