package io.vnetflowroutes.files;

/**
 * The name of a file that is still being written, which has a prefix of its own. Processes that
 * write to the same folder have different prefixes, so that none takes another's file for one that
 * it left behind.
 */
public final class UnfinishedName {

  /** The prefix of the service; those of others begin with it, too. */
  public static final String PREFIX = ".unfinished-";

  /** Its ending, so that a pattern such as {@code *.parquet} does not find it. */
  private static final String SUFFIX = ".part";

  private UnfinishedName() {}

  /** The prefix of another process than the service. */
  public static String prefixOf(String process) {
    return PREFIX + process + '-';
  }

  /** The name that a file has until it is whole. */
  public static String of(String prefix, String fileName) {
    return prefix + fileName + SUFFIX;
  }

  /** The option of Camel's file component by which files have such names until they are whole. */
  public static String option(String prefix) {
    return "tempFileName=" + of(prefix, "${file:onlyname}");
  }

  /** Whether a file of this name is still being written, whoever writes it. */
  public static boolean is(String fileName) {
    return fileName.startsWith(PREFIX);
  }
}
