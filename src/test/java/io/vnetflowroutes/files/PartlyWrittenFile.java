package io.vnetflowroutes.files;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/** A process that writes files of 40 KB to a folder, where files may be limited to less. */
final class PartlyWrittenFile {

  private PartlyWrittenFile() {}

  public static void main(String[] args) {
    CamelContext camel = new DefaultCamelContext();
    try {
      camel.getRegistry().bind("file", new ForcedFileComponent(Path.of(""), null));
      camel.start();
      byte[] bytes = new byte[40_000];
      write(camel, args[0], "a.ndjson", bytes);
      write(camel, args[0], "b.ndjson", new ByteArrayInputStream(bytes));
    } finally {
      camel.stop();
    }
  }

  private static void write(CamelContext camel, String folder, String name, Object body) {
    Exchange sent =
        camel
            .createProducerTemplate()
            .request(
                "file:" + folder + "?tempFileName=.unfinished-${file:onlyname}.part",
                exchange -> {
                  exchange.getMessage().setHeader(Exchange.FILE_NAME, "h=08/" + name);
                  exchange.getMessage().setBody(body);
                });
    Exception problem = sent.getException();
    System.out.println(
        name + (problem == null ? " written" : " not written: " + problem.getCause()));
  }
}
