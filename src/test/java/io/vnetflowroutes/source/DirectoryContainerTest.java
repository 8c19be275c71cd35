package io.vnetflowroutes.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves that a directory is listed and read as a container is, and left alone. */
class DirectoryContainerTest {

  @TempDir private Path directory;
  private DirectoryContainer container;

  @BeforeEach
  void container() {
    container = new DirectoryContainer("lake", directory);
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private List<ListedBlob> list(String prefix) {
    List<ListedBlob> blobs = new ArrayList<>();
    container.list(prefix, blobs::add);
    return blobs;
  }

  @Test
  void foldersAreNamedWholeAndSortedAndFilesAreNone() throws IOException {
    write("a/z/1", "");
    write("a/b/1", "");
    write("a/file", "");
    assertThat(container.folders("")).containsExactly("a/");
    assertThat(container.folders("a/")).containsExactly("a/b/", "a/z/");
    assertThat(container.folders("a/b/")).isEmpty();
    assertThat(container.folders("missing/")).isEmpty();
    assertThat(container.folders("missing/deep/")).isEmpty();
    assertThat(container.listCalls()).isEqualTo(5);
  }

  @Test
  void blobsComeInNameOrderFromAllLevels() throws IOException {
    write("y/d=10/x/PT1H.json", "1234");
    write("y/d=02/x/PT1H.json", "12");
    write("y/d=02/PT1H.json", "1");
    write("z/PT1H.json", "");
    assertThat(list("y/"))
        .extracting(ListedBlob::name)
        .containsExactly("y/d=02/PT1H.json", "y/d=02/x/PT1H.json", "y/d=10/x/PT1H.json");
    assertThat(list("y/")).extracting(ListedBlob::length).containsExactly(1L, 2L, 4L);
    assertThat(list("y/")).extracting(ListedBlob::source).containsOnly("lake");
    assertThat(list("")).hasSize(4).extracting(ListedBlob::name).isSorted();
  }

  @Test
  void aLongListingComesInPagesWhichAreListedWhenTheyAreAskedFor() throws IOException {
    for (int number = 0; number <= 5_000; number++) {
      write("y/%04d".formatted(number), "");
    }
    Iterator<List<ListedBlob>> pages = container.pages("y/");
    assertThat(pages.next()).hasSize(5_000);
    Files.delete(directory.resolve("y/5000"));
    assertThat(pages.hasNext()).isFalse();
    assertThat(list("y/")).hasSize(5_000);
  }

  @Test
  void aLinkBackIsNoEndlessListing() throws IOException {
    write("y/h/PT1H.json", "x");
    Files.createSymbolicLink(directory.resolve("y/h/up"), directory.resolve("y"));
    assertThatThrownBy(() -> list("y/"))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(FileSystemLoopException.class);
  }

  @Test
  void missingFoldersHoldNothing() {
    assertThat(list("y=2026/m=01/")).isEmpty();
    assertThat(container.listCalls()).isEqualTo(1);
    assertThat(new DirectoryContainer("x", directory.resolve("gone")).folders("")).isEmpty();
  }

  @Test
  void aPrefixThatIsAFileHoldsNothing() throws IOException {
    write("a/file", "x");
    assertThat(list("a/file/")).isEmpty();
  }

  @Test
  void aLinkedFolderIsFoundByBothListings() throws IOException {
    write("real/PT1H.json", "x");
    Files.createDirectories(directory.resolve("y"));
    Files.createSymbolicLink(directory.resolve("y/linked"), directory.resolve("real"));
    assertThat(container.folders("y/")).containsExactly("y/linked/");
    assertThat(list("y/")).extracting(ListedBlob::name).containsExactly("y/linked/PT1H.json");
  }

  @Test
  void theEtagChangesWithContentTimeAndFile() throws IOException {
    Path file = write("a/PT1H.json", "one");
    ListedBlob first = list("a/").get(0);
    assertThat(list("a/").get(0)).isEqualTo(first);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
    ListedBlob touched = list("a/").get(0);
    assertThat(touched.etag()).isNotEqualTo(first.etag()).doesNotContain("\"");
    Path other = Files.writeString(directory.resolve("a/other"), "two");
    Files.setLastModifiedTime(other, FileTime.fromMillis(1_000_000));
    Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(list("a/").get(0).etag()).isNotEqualTo(touched.etag());
  }

  @ParameterizedTest
  @CsvSource({"0, 0123456789", "3, 3456789", "9, 9", "10, ''"})
  void aReadEndsAtTheListedLengthWhileTheFileGrows(long from, String expected) throws IOException {
    Path file = write("a/PT1H.json", "0123456789");
    ListedBlob blob = list("a/").get(0);
    Files.writeString(file, "grown", StandardOpenOption.APPEND);
    try (InputStream in = container.open(blob, from, blob.length())) {
      Files.writeString(file, "more", StandardOpenOption.APPEND);
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(expected);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void everyWayOfReadingEndsThere() throws IOException {
    Path file = write("a/PT1H.json", "0123456789");
    ListedBlob blob = list("a/").get(0);
    Files.writeString(file, "grown", StandardOpenOption.APPEND);
    try (InputStream in = container.open(blob, 4, blob.length())) {
      assertThat(in.read()).isEqualTo('4');
      assertThat(in.readNBytes(2)).asString(StandardCharsets.UTF_8).isEqualTo("56");
      assertThat(in.available()).isLessThanOrEqualTo(3);
      assertThat(in.skip(100)).isLessThanOrEqualTo(3);
      assertThat(in.readAllBytes()).hasSizeLessThanOrEqualTo(3);
    }
  }

  @Test
  void aFileThatShrankEndsEarly() throws IOException {
    Path file = write("a/PT1H.json", "0123456789");
    ListedBlob blob = list("a/").get(0);
    Files.writeString(file, "012");
    try (InputStream in = container.open(blob, 5, blob.length())) {
      assertThat(in.readAllBytes()).isEmpty();
    }
  }
}
