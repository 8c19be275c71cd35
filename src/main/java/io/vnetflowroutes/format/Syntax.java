package io.vnetflowroutes.format;

/** What kind of text a format writes, for those who put flows together. */
public enum Syntax {
  JSON("application/x-ndjson", "ndjson", "\n"),
  /** Lines end as RFC 4180 says. */
  CSV("text/csv; charset=utf-8; header=present", "csv", "\r\n"),
  CEF("text/plain; charset=utf-8", "cef", "\n"),
  /** No text: a file is a whole, of which no part stands for itself. */
  PARQUET("application/vnd.apache.parquet", "parquet", "");

  private final String contentType;
  private final String extension;
  private final String lineEnd;

  Syntax(String contentType, String extension, String lineEnd) {
    this.contentType = contentType;
    this.extension = extension;
    this.lineEnd = lineEnd;
  }

  /** The content type of lines of it. */
  public String contentType() {
    return contentType;
  }

  /** The ending of a file with lines of it, without a dot. */
  public String extension() {
    return extension;
  }

  /** What ends a line. */
  public String lineEnd() {
    return lineEnd;
  }
}
