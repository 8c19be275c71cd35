package io.vnetflowroutes.source;

/** Learns of names in a source that the program does not read because they are not well formed. */
public interface SourceListener {

  /** A listener that does nothing. */
  SourceListener NONE =
      new SourceListener() {
        @Override
        public void nameless(String source, String name) {}

        @Override
        public void upperCase(String source, String folder) {}
      };

  /**
   * A file's name is not text in this machine's encoding; reported once.
   *
   * @param name the name in the encoding
   */
  void nameless(String source, String name);

  /** A folder of a date is not in lower case, as Azure writes it. */
  void upperCase(String source, String folder);
}
