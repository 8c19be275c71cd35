package io.vnetflowroutes.files;

import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/** A process that writes one file of 40 KB to a folder, where files may be limited to less. */
final class PartlyWrittenFile {

  private PartlyWrittenFile() {}

  public static void main(String[] args) {
    CamelContext camel = new DefaultCamelContext();
    try {
      camel.getRegistry().bind("file", new ForcedFileComponent(Path.of(""), null));
      camel.start();
      Exchange sent =
          camel
              .createProducerTemplate()
              .request(
                  "file:" + args[0] + "?tempFileName=.unfinished-${file:onlyname}.part",
                  exchange -> {
                    exchange.getMessage().setHeader(Exchange.FILE_NAME, "h=08/a.ndjson");
                    exchange.getMessage().setBody(new byte[40_000]);
                  });
      Exception problem = sent.getException();
      System.out.println(problem == null ? "written" : "not written: " + problem.getCause());
    } finally {
      camel.stop();
    }
  }
}
