package io.vnetflowroutes.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a file tells: the part of a batch, where in the part its flows begin, how many
 * flows of the part it is about, and the kind of file.
 *
 * @param file the file
 */
record FlowFileName(Path file) {

  private static final Pattern RANGE = Pattern.compile("(.+)-(\\d+)-(\\d+)\\.[^-]+");
  private static final Pattern EDITION = Pattern.compile("\\.anew(\\d+)");

  private String name() {
    return file.getFileName().toString();
  }

  /** How the names of all files of its part begin; the name itself where it tells no part. */
  String part() {
    Matcher range = RANGE.matcher(name());
    return range.matches() ? range.group(1) + '-' : name();
  }

  /** Whether both are about some flow of a part. */
  boolean overlaps(FlowFileName other) {
    Matcher mine = RANGE.matcher(name());
    Matcher its = RANGE.matcher(other.name());
    return mine.matches()
        && its.matches()
        && mine.group(1).equals(its.group(1))
        && begin(mine) < end(its)
        && begin(its) < end(mine);
  }

  private static long begin(Matcher range) {
    return Long.parseLong(range.group(2));
  }

  private static long end(Matcher range) {
    return begin(range) + Long.parseLong(range.group(3));
  }

  /** The names that it would have had before its blob was written anew; the last one first. */
  List<Path> ofEarlierEditions() {
    List<Path> earlier = new ArrayList<>();
    Matcher edition = EDITION.matcher(name());
    if (edition.find()) {
      for (int number = Integer.parseInt(edition.group(1)) - 1; number >= 0; number--) {
        String mark = number == 0 ? "" : ".anew" + number;
        earlier.add(file.resolveSibling(edition.replaceFirst(mark)));
      }
    }
    return earlier;
  }

  /** The name of a file that is to lie beside one of this name. */
  Path beside(int number) {
    String name = name();
    int ending = name.indexOf('.', Math.max(name.lastIndexOf('-'), 0));
    String mark = ".also" + number;
    return file.resolveSibling(
        ending < 0 ? name + mark : name.substring(0, ending) + mark + name.substring(ending));
  }
}
