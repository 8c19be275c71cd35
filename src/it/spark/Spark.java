import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Spark in one process, with Iceberg's extensions and a catalog named {@code catalog} that is a
 * folder: {@code FOLDER STATEMENTS}. It runs the statements of a file, each of which ends with a
 * semicolon at the end of a line, and prints their rows as {@code row NUMBER VALUE|VALUE}, or
 * {@code refused NUMBER SENTENCE}.
 */
public final class Spark {

  private Spark() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    SparkSession session =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", 1)
            .config("spark.sql.warehouse.dir", folder.resolve("tables").toString())
            .config("spark.local.dir", folder.resolve("local").toString())
            .config(
                "spark.sql.extensions",
                "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
            .config("spark.sql.catalog.catalog", "org.apache.iceberg.spark.SparkCatalog")
            .config("spark.sql.catalog.catalog.type", "hadoop")
            .config("spark.sql.catalog.catalog.warehouse", folder.resolve("iceberg").toString())
            .getOrCreate();
    int number = 0;
    for (String statement : Files.readString(Path.of(arguments[1])).split(";\\s*\n")) {
      if (!statement.isBlank()) {
        number++;
        run(session, statement, number);
      }
    }
    session.stop();
  }

  private static void run(SparkSession session, String statement, int number) {
    try {
      List<Row> rows = session.sql(statement).collectAsList();
      rows.forEach(row -> System.out.println("row " + number + ' ' + text(row)));
    } catch (Exception e) {
      System.out.println("refused " + number + ' ' + e.getMessage().lines().findFirst().orElse(""));
    }
  }

  private static String text(Row row) {
    return IntStream.range(0, row.size())
        .mapToObj(column -> String.valueOf(row.get(column)))
        .collect(Collectors.joining("|"));
  }
}
