package io.vnetflowroutes.format;

/**
 * The syntax of a format's text, for code that joins flows.
 *
 * @param contentType the content type of lines of it
 * @param extension the ending of a file with lines of it, without a dot
 * @param lineEnd what ends a line
 */
public record Syntax(String contentType, String extension, String lineEnd) {

  public static final Syntax JSON = new Syntax("application/x-ndjson", "ndjson", "\n");

  /** Lines end as RFC 4180 says. */
  public static final Syntax CSV =
      new Syntax("text/csv; charset=utf-8; header=present", "csv", "\r\n");

  public static final Syntax CEF = new Syntax("text/plain; charset=utf-8", "cef", "\n");

  /** No text: flows as they wait on disk. */
  public static final Syntax FLOWS = new Syntax("application/octet-stream", "flows", "");

  /** No text: a file is a whole, of which no part stands for itself. */
  public static final Syntax PARQUET = new Syntax("application/vnd.apache.parquet", "parquet", "");
}
