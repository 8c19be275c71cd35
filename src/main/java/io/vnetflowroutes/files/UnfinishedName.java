package io.vnetflowroutes.files;

/**
 * The prefix of the name of a file that is still being written. Processes that write to the same
 * folder have different prefixes, so that none takes another's file for one that it left behind.
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
