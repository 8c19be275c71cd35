package io.vnetflowroutes.source;

/** Gets the names in a source that are not read because they are not well formed. */
public interface SourceListener {

  /** Of somebody who does not want to know. */
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
   * @param name what the encoding makes of it
   */
  void nameless(String source, String name);

  /** A folder of a date is not in lower case, as Azure writes it. */
  void upperCase(String source, String folder);
}
