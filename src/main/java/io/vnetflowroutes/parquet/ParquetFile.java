package io.vnetflowroutes.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;

/**
 * Writes a table as a Parquet file: row groups of one data page per column, in the encodings of the
 * format's first version.
 *
 * <p>It collects rows until a row group is full, then writes them to the output, so a file of any
 * length takes no more memory than one row group. Each call passes the output, because the caller
 * may empty it in between. One instance can write one file after another; it belongs to one thread.
 */
public final class ParquetFile {

  /** The rows of a row group; DuckDB reads groups of 122,880 or more in parallel. */
  private static final int ROWS = 131_072;

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT_VERSION = 1;

  /**
   * The most memory of the values of a row group, in bytes. With room in the arrays that hold them,
   * and the encoded columns, a file takes up to three times as much while it is written.
   */
  public static final int MOST_HELD = 20 << 20;

  /** After how many rows it checks their memory. */
  private static final int LOOK = 16;

  private final ParquetSchema table;
  private final Codec codec;
  private final String createdBy;
  private final Chunk chunk = new Chunk();
  private final PageBuffer packed = new PageBuffer(64 * 1024);
  private final PageBuffer header = new PageBuffer(1024);
  private final List<RowGroup> groups = new ArrayList<>();
  private long position;
  private long allRows;
  private int rows;
  private long held;

  /**
   * A writer of such tables.
   *
   * @param createdBy the program and its version, for the footer
   */
  public ParquetFile(ParquetSchema table, Codec codec, String createdBy) {
    this.table = table;
    this.codec = codec;
    this.createdBy = createdBy;
  }

  /** Begins a file, whatever became of the one before. */
  public void begin(OutputStream out) {
    groups.clear();
    position = 0;
    allRows = 0;
    clearRows();
    put(MAGIC, MAGIC.length, out);
  }

  /** Whether the row in hand is the last of its row group. */
  public boolean isLastRow() {
    return rows + 1 == ROWS || held >= MOST_HELD;
  }

  /**
   * Ends a row, to each column of which a value was added, or that it is missing.
   *
   * @return whether the row group was full, and the columns are empty again
   */
  public boolean endRow(OutputStream out) {
    boolean last = isLastRow();
    rows++;
    if (last) {
      endGroup(out);
    } else if (rows % LOOK == 0) {
      held = table.columns().stream().mapToLong(Column::held).sum();
    }
    return last;
  }

  /** The approximate memory of the collected rows, in bytes. */
  public long held() {
    return held;
  }

  /** Ends the file. */
  public void end(OutputStream out) {
    if (rows > 0) {
      endGroup(out);
    }
    FileMetaData footer =
        new FileMetaData(FORMAT_VERSION, table.schema(), allRows, groups)
            .setCreated_by(createdBy)
            .setColumn_orders(orders());
    header.clear();
    try {
      Util.writeFileMetaData(footer, header);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    header.putInt(header.size());
    put(header.array(), header.size(), out);
    put(MAGIC, MAGIC.length, out);
  }

  private List<ColumnOrder> orders() {
    ColumnOrder byType = ColumnOrder.TYPE_ORDER(new TypeDefinedOrder());
    return table.columns().stream().map(column -> byType).toList();
  }

  private void endGroup(OutputStream out) {
    RowGroup group = new RowGroup(new ArrayList<>(), 0, rows);
    group.setFile_offset(position);
    long start = position;
    try (Codec.Compressor compressor = codec.open()) {
      for (Column column : table.columns()) {
        chunk.clear();
        column.encode(chunk);
        ColumnMetaData written = write(column, compressor, out);
        group.addToColumns(new ColumnChunk(0).setMeta_data(written));
        group.setTotal_byte_size(group.getTotal_byte_size() + written.getTotal_uncompressed_size());
      }
    }
    group.setTotal_compressed_size(position - start);
    groups.add(group);
    allRows += rows;
    clearRows();
  }

  private void clearRows() {
    table.columns().forEach(Column::clear);
    rows = 0;
    held = 0;
  }

  private ColumnMetaData write(Column column, Codec.Compressor compressor, OutputStream out) {
    Leaf leaf = column.leaf();
    int values = column.levels().total();
    long start = position;
    long uncompressed = 0;
    boolean byDictionary = chunk.encoding == Encoding.RLE_DICTIONARY;
    if (byDictionary) {
      PageHeader page = new PageHeader(PageType.DICTIONARY_PAGE, chunk.dictionary.size(), 0);
      page.setDictionary_page_header(
          new DictionaryPageHeader(chunk.dictionarySize, Encoding.PLAIN));
      uncompressed += write(page, chunk.dictionary, compressor, out);
    }
    long data = position;
    PageHeader page = new PageHeader(PageType.DATA_PAGE, chunk.data.size(), 0);
    page.setData_page_header(
        new DataPageHeader(values, chunk.encoding, Encoding.RLE, Encoding.RLE));
    uncompressed += write(page, chunk.data, compressor, out);
    List<Encoding> encodings = new ArrayList<>(List.of(Encoding.RLE, Encoding.PLAIN));
    if (byDictionary) {
      encodings.add(Encoding.RLE_DICTIONARY);
    }
    ColumnMetaData written =
        new ColumnMetaData(
            leaf.type().stored(),
            encodings,
            leaf.path(),
            codec.inFooter(),
            values,
            uncompressed,
            position - start,
            data);
    if (byDictionary) {
      written.setDictionary_page_offset(start);
    }
    return written.setStatistics(chunk.statistics.setNull_count(column.levels().missing()));
  }

  /** Writes a page; returns how long it and its header are before compression. */
  private int write(
      PageHeader page, PageBuffer content, Codec.Compressor compressor, OutputStream out) {
    packed.clear();
    compressor.compress(content, packed);
    page.setCompressed_page_size(packed.size());
    header.clear();
    try {
      Util.writePageHeader(page, header);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    put(header.array(), header.size(), out);
    put(packed.array(), packed.size(), out);
    return header.size() + content.size();
  }

  /** A sentence about a whole file; empty if the bytes are not one. */
  public static Optional<String> summary(byte[] file) {
    int tail = Integer.BYTES + MAGIC.length;
    if (file.length < MAGIC.length + tail
        || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return Optional.empty();
    }
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - tail);
    try {
      FileMetaData footer =
          Util.readFileMetaData(
              new ByteArrayInputStream(file, file.length - tail - length, length));
      String columns =
          footer.getRow_groups().get(0).getColumns().stream()
              .map(column -> String.join(".", column.getMeta_data().getPath_in_schema()))
              .collect(Collectors.joining(", "));
      return Optional.of("A table of %d rows: %s".formatted(footer.getNum_rows(), columns));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void put(byte[] bytes, int length, OutputStream out) {
    try {
      out.write(bytes, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    position += length;
  }
}
