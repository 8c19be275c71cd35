package io.vnetflowroutes.top;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Names flow logs so that no two of them look alike. */
final class RowNames {

  /** So much of a beginning is kept: names differ most at their ends. */
  private static final int BEGINNING = 8;

  private RowNames() {}

  /**
   * What identifies a flow log.
   *
   * @param name its name, which two may have
   * @param path its folder in the container of the source
   */
  record Row(String name, String source, String path) {

    private String withSource() {
      return source + ' ' + name;
    }

    private String whole() {
      return source + ' ' + path;
    }
  }

  /** The shortest of several forms in which all of them differ. */
  static List<String> of(List<Row> rows, int most) {
    Set<String> names = new HashSet<>(rows.stream().map(Row::name).toList());
    Set<String> withSource = new HashSet<>(rows.stream().map(Row::withSource).toList());
    Function<Row, String> form =
        names.size() == rows.size()
            ? Row::name
            : withSource.size() == rows.size() ? Row::withSource : Row::whole;
    List<String> whole = rows.stream().map(form).toList();
    List<String> shortened = whole.stream().map(name -> shorten(name, most)).toList();
    return new HashSet<>(shortened).size() == rows.size() ? shortened : whole;
  }

  /** A name that is too long without its middle. */
  private static String shorten(String text, int most) {
    return text.length() <= most
        ? text
        : text.substring(0, BEGINNING) + '…' + text.substring(text.length() - most + BEGINNING + 1);
  }
}
