package io.vnetflowroutes.files;

/**
 * How the name of a file begins that is still being written. Processes that write to the same
 * folder have prefixes of their own, so that none takes the file of another for one that it left.
 */
public final class UnfinishedName {

  /** The prefix of the service; those of others begin with it, too. */
  public static final String PREFIX = ".unfinished-";

  private UnfinishedName() {}

  /** The prefix of another process than the service. */
  public static String prefixOf(String process) {
    return PREFIX + process + '-';
  }

  /** Whether a file of this name is still being written, whoever writes it. */
  public static boolean is(String fileName) {
    return fileName.startsWith(PREFIX);
  }
}
