package io.vnetflowroutes.terminal;

import io.vnetflowroutes.logging.Printable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns as wide as their widest text, behind an indent. */
public final class Table {

  private static final String BETWEEN = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a row; the first is the heading. What a terminal would obey is taken out. */
  public Table row(String... texts) {
    rows.add(List.of(texts).stream().map(Printable::of).toList());
    return this;
  }

  /** Prints all rows. */
  public void print(PrintStream out) {
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(BETWEEN).append(row.get(i));
        line.append(" ".repeat(width(i) - row.get(i).length()));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
