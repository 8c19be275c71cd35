package io.vnetflowroutes.objects;

import java.io.FilterInputStream;
import java.io.InputStream;
import java.nio.file.Path;

/** The content of an object, which is made while it is read because it may not fit into memory. */
public final class ObjectStream extends FilterInputStream {

  private final Path folder;
  private final Runnable goesOn;

  /**
   * @param made the content
   * @param folder a folder for the content until the store has it
   * @param goesOn is called whenever some of it is sent
   */
  public ObjectStream(InputStream made, Path folder, Runnable goesOn) {
    super(made);
    this.folder = folder;
    this.goesOn = goesOn;
  }

  Path folder() {
    return folder;
  }

  Runnable goesOn() {
    return goesOn;
  }
}
