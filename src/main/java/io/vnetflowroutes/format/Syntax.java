package io.vnetflowroutes.format;

/**
 * The syntax of a format's text, for code that joins flows.
 *
 * @param contentType the content type of its lines
 * @param extension the ending of files with its lines, without a dot
 * @param lineEnd what ends a line
 */
public record Syntax(String contentType, String extension, String lineEnd) {

  public static final Syntax JSON = new Syntax("application/x-ndjson", "ndjson", "\n");

  /** CSV, with the line ends of RFC 4180. */
  public static final Syntax CSV =
      new Syntax("text/csv; charset=utf-8; header=present", "csv", "\r\n");

  public static final Syntax CEF = new Syntax("text/plain; charset=utf-8", "cef", "\n");

  /** Not text: flows as they wait on disk. */
  public static final Syntax FLOWS = new Syntax("application/octet-stream", "flows", "");

  /** Not text: whole files, no part of which is valid alone. */
  public static final Syntax PARQUET = new Syntax("application/vnd.apache.parquet", "parquet", "");
}
