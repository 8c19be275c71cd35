package io.vnetflowroutes.derive;

import java.nio.file.Path;

/**
 * Learns the results of loading the files of lists and databases. Any thread that derives calls it.
 */
public interface ListListener {

  /** A listener that does nothing. */
  ListListener NONE =
      new ListListener() {
        @Override
        public void loaded(String key, Path file, boolean again) {}

        @Override
        public void loadedInPart(String key, Path file, String problem) {}

        @Override
        public void notLoaded(String key, Path file, String problem) {}

        @Override
        public void keptAsItWas(String key, Path file, String problem, boolean readable) {}
      };

  /**
   * A file was loaded.
   *
   * @param key the setting that names it
   * @param again whether it was loaded before, and has changed
   */
  void loaded(String key, Path file, boolean again);

  /** A file was loaded, except for some of its lines. */
  void loadedInPart(String key, Path file, String problem);

  /** A file cannot be loaded for the first time, so that nothing is derived from it. */
  void notLoaded(String key, Path file, String problem);

  /**
   * A file that changed cannot be used, so the earlier content stays in use.
   *
   * @param readable whether it could be read at least
   */
  void keptAsItWas(String key, Path file, String problem, boolean readable);
}
