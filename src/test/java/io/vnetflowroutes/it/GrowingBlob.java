package io.vnetflowroutes.it;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.specialized.BlockBlobClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One {@code PT1H.json} written as Azure writes it: an opening block, one data block a minute, and
 * a closing block that is last in every commit.
 */
public final class GrowingBlob {
  private static final String ZEROS = "0".repeat(32);
  private static final String OPENER = blockId("A" + ZEROS);
  private static final String CLOSER = blockId("Z" + ZEROS);

  private final BlockBlobClient blob;
  private final String name;
  private final List<String> dataBlocks = new ArrayList<>();
  private final List<String> records = new ArrayList<>();
  private boolean opened;
  private int blocksEver;

  /** A blob that does not exist until something is written to it. */
  public GrowingBlob(BlobContainerClient container, String name) {
    this.blob = container.getBlobClient(name).getBlockBlobClient();
    this.name = name;
  }

  /** Commits the opening and the closing block alone: {@code {"records":[]}}. */
  public void open() {
    commit();
  }

  /** Commits one more data block of one record. */
  public void append(String recordJson) {
    append(List.of(recordJson));
  }

  /** Commits one more data block of several records. */
  public void append(List<String> recordJsons) {
    String comma = dataBlocks.isEmpty() ? "" : ",";
    appendRaw((comma + String.join(",", recordJsons)).getBytes(StandardCharsets.UTF_8));
    records.addAll(recordJsons);
  }

  /** Commits one more data block of just these bytes: no comma is added, no record remembered. */
  public void appendRaw(byte[] block) {
    stageFrame();
    String digits =
        UUID.nameUUIDFromBytes((name + blocksEver++).getBytes(StandardCharsets.UTF_8))
            .toString()
            .replace("-", "");
    String id = blockId("D" + digits);
    blob.stageBlock(id, BinaryData.fromBytes(block));
    dataBlocks.add(id);
    commit();
  }

  /**
   * Commits just these blocks and nothing around them, none for an empty blob; the blob stays the
   * same one. The next append starts anew.
   */
  public void commitOnly(byte[]... blocks) {
    List<String> ids = new ArrayList<>();
    for (byte[] block : blocks) {
      String id = blockId("D%032d".formatted(blocksEver++));
      blob.stageBlock(id, BinaryData.fromBytes(block));
      ids.add(id);
    }
    blob.commitBlockList(ids, true);
    forgetBlocks();
  }

  /** The same with texts. */
  public void commitOnly(String... blocks) {
    commitOnly(
        Stream.of(blocks).map(b -> b.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new));
  }

  /** Writes other content under the same name in one piece; the next append starts a new blob. */
  public void replaceWith(byte[] content) {
    blob.upload(BinaryData.fromBytes(content), true);
    forgetBlocks();
  }

  /** Deletes the blob; the next append starts a new one. */
  public void delete() {
    blob.delete();
    forgetBlocks();
  }

  /** The blob's name within the container. */
  public String name() {
    return name;
  }

  /** Every record ever appended, in order, also those that were replaced or deleted since. */
  public List<String> records() {
    return List.copyOf(records);
  }

  /** The blob's content as it is now. */
  public String content() {
    return blob.downloadContent().toString();
  }

  /** The blob's length as the account tells it. */
  public long length() {
    return blob.getProperties().getBlobSize();
  }

  private void commit() {
    stageFrame();
    List<String> blocks = new ArrayList<>();
    blocks.add(OPENER);
    blocks.addAll(dataBlocks);
    blocks.add(CLOSER);
    blob.commitBlockList(blocks, true);
  }

  private void stageFrame() {
    if (!opened) {
      blob.stageBlock(OPENER, BinaryData.fromString("{\"records\":["));
      blob.stageBlock(CLOSER, BinaryData.fromString("]}"));
      opened = true;
    }
  }

  private void forgetBlocks() {
    dataBlocks.clear();
    opened = false;
  }

  private static String blockId(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
