package io.vnetflowroutes.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.Type;

/** Reads Parquet files with the library of Apache's that Spark and Hive read with. */
final class ParquetJava {

  private ParquetJava() {}

  /** The footer of a file. */
  static ParquetMetadata footer(Path file) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      return reader.getFooter();
    }
  }

  /** Hands over the rows of a file, one after the other. */
  static void read(Path file, Consumer<Map<String, Object>> rows) throws IOException {
    try (ParquetReader<Group> reader = new Reader(new LocalInputFile(file)).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows.accept(values(row));
      }
    }
  }

  private static final class Reader extends ParquetReader.Builder<Group> {

    Reader(InputFile file) {
      super(file, new PlainParquetConfiguration());
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }

  /** Texts, numbers, truth values, lists of texts, and maps; {@code null} for what is missing. */
  private static Map<String, Object> values(Group group) {
    Map<String, Object> values = new LinkedHashMap<>();
    GroupType type = group.getType();
    for (int field = 0; field < type.getFieldCount(); field++) {
      boolean there = group.getFieldRepetitionCount(field) > 0;
      values.put(type.getFieldName(field), there ? value(group, field) : null);
    }
    return values;
  }

  private static Object value(Group group, int field) {
    Type type = group.getType().getType(field);
    if (!type.isPrimitive()) {
      Group inner = group.getGroup(field, 0);
      LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
      if (LogicalTypeAnnotation.listType().equals(logical)) {
        return elements(inner);
      }
      return LogicalTypeAnnotation.mapType().equals(logical) ? entries(inner) : values(inner);
    }
    return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
      case BINARY -> group.getString(field, 0);
      case BOOLEAN -> group.getBoolean(field, 0);
      case INT32 -> (long) group.getInteger(field, 0);
      case INT64 -> group.getLong(field, 0);
      default -> throw new IllegalArgumentException("A type that is not written: " + type);
    };
  }

  private static List<String> elements(Group list) {
    List<String> elements = new ArrayList<>();
    for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
      elements.add(list.getGroup(0, i).getString(0, 0));
    }
    return elements;
  }

  private static Map<String, Object> entries(Group map) {
    Map<String, Object> entries = new LinkedHashMap<>();
    for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
      Group entry = map.getGroup(0, i);
      entries.put(entry.getString(0, 0), entry.getString(1, 0));
    }
    return entries;
  }
}
