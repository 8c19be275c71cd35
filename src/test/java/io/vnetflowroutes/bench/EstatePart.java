package io.vnetflowroutes.bench;

import io.vnetflowroutes.connect.EstateSimulation;
import io.vnetflowroutes.connect.EstateSimulation.Hour;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** What the tasks of the connector take for estates of different sizes, by the hour. */
final class EstatePart {

  private static final int HOURS = 3;
  private static final double MEGABYTE = 1e6;

  private EstatePart() {}

  static void measure() throws Exception {
    Page page =
        new Page("Tasks of the connector, by simulation")
            .text(
                """
                The task with the largest share of an estate reads hour after hour on a clock that is
                set, with the defaults: an hour is read once, 75 minutes after its beginning, and the day
                before is listed again each hour. A stub of an account answers at once; its
                processor time is not counted. A blob has two flows, so flows cost almost
                nothing here. Connect's runtime is left out, except that offsets are kept as it keeps
                them. The task reads one hour, gets the rows of 27 more hours made from it, starts again,
                reads an hour, and is measured in the next three, which are those of a morning. The
                search for flow logs, 3 list calls, comes once per hour here, and 6 times in reality. The
                heap is what is in use after a collection; it holds the task, and the offsets of its
                own lanes once more as text, of which Connect keeps those of all tasks.
                """);
    page.table(
        "interfaces",
        "flow logs",
        "slices",
        "tasks",
        "interfaces of the task, each read once",
        "list calls per hour",
        "processor seconds per hour",
        "the same when it starts",
        "rows of offsets",
        "MB of offsets",
        "MB of heap");
    estate(page, 10, 1_000, 1, 1);
    estate(page, 100, 1_000, 1, 4);
    estate(page, 1_000, 1_000, 1, 16);
    estate(page, 2, 50_000, 64, 4);
    page.end().write();
  }

  private static void estate(Page page, int flowLogs, int interfaces, int slices, int tasks)
      throws Exception {
    double before = heap();
    try (EstateSimulation share = new EstateSimulation(flowLogs, interfaces, slices, tasks)) {
      share.start();
      Hour start = share.restartAfterADay();
      List<Double> lists = new ArrayList<>();
      List<Double> reads = new ArrayList<>();
      List<Double> processor = new ArrayList<>();
      for (int hour = 0; hour < HOURS; hour++) {
        Hour next = share.next();
        lists.add((double) next.lists());
        reads.add((double) next.reads());
        processor.add(next.processorSeconds());
      }
      page.row(
          "%,d".formatted(flowLogs * interfaces),
          "%,d".formatted(flowLogs),
          "" + slices,
          "" + tasks,
          "%,.0f".formatted(Figure.of(reads).median()),
          "%,.0f".formatted(Figure.of(lists).median()),
          Figure.of(processor).text(),
          Figure.number(start.processorSeconds()),
          "%,d".formatted(share.rows()),
          Figure.number(share.offsetBytes() / MEGABYTE),
          Figure.number(heap() - before));
    }
  }

  private static double heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE;
  }
}
