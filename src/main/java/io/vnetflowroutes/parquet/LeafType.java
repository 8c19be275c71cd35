package io.vnetflowroutes.parquet;

import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;

/** The types of values, all of which Hive, Spark, Athena and DuckDB can read. */
public enum LeafType {
  STRING(Type.BYTE_ARRAY),
  BOOLEAN(Type.BOOLEAN),
  INT32(Type.INT32),
  INT64(Type.INT64),
  /** Milliseconds since 1970 in UTC. */
  TIMESTAMP(Type.INT64);

  private final Type stored;

  LeafType(Type stored) {
    this.stored = stored;
  }

  Type stored() {
    return stored;
  }

  /** Writes the type into the schema, in the old form and the new one. */
  void describe(SchemaElement element) {
    element.setType(stored);
    if (this == STRING) {
      element.setConverted_type(ConvertedType.UTF8);
      element.setLogicalType(LogicalType.STRING(new StringType()));
    } else if (this == TIMESTAMP) {
      element.setConverted_type(ConvertedType.TIMESTAMP_MILLIS);
      element.setLogicalType(
          LogicalType.TIMESTAMP(new TimestampType(true, TimeUnit.MILLIS(new MilliSeconds()))));
    }
  }
}
