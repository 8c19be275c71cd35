package io.vnetflowroutes.backfill;

/**
 * The cost of calls at the sample prices of Microsoft's pricing page, which no account really has
 * (docs/azure-flow-log-format.md#limits-and-cost).
 *
 * @param lists list calls
 * @param reads read calls
 */
public record Cost(long lists, long reads) {

  /** Dollars for ten thousand list calls, hot tier. */
  public static final double LIST_PRICE = 0.055;

  /** Dollars for ten thousand read calls, hot tier. */
  public static final double READ_PRICE = 0.0044;

  private static final double PER = 10_000;

  /** The sum, in dollars. */
  public double dollars() {
    return lists / PER * LIST_PRICE + reads / PER * READ_PRICE;
  }
}
