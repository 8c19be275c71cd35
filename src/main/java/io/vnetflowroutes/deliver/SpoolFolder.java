package io.vnetflowroutes.deliver;

import io.vnetflowroutes.deliver.DeliveryFile.Header;
import io.vnetflowroutes.disk.DiskProblem;
import io.vnetflowroutes.disk.PrivateFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a spool: one a message, named by its place in the queue, which sorts as text. What
 * takes the place of a message lies in files whose names are that place with a number behind it.
 * Each file appears by renaming, and is on disk when a method returns.
 */
final class SpoolFolder {

  private static final Logger LOG = LoggerFactory.getLogger(SpoolFolder.class);
  private static final String ENDING = Spool.ENDING;

  /** The name of the file with the reason why messages wait. */
  static final String WHY = "reason.txt";

  private static final String UNFINISHED = ".unfinished";
  private static final Pattern MESSAGE = Pattern.compile("(\\d{16}(?:\\.\\d+)*)\\" + ENDING);

  private final String destination;
  private final Path folder;
  private final String format;

  /** A file with a message. */
  record Kept(String place, Header header, Path file, long size, Instant since) {

    String key() {
      return header.key();
    }
  }

  /**
   * @param format the name of the format that new messages are made in
   */
  SpoolFolder(String destination, Path folder, String format) {
    this.destination = destination;
    this.folder = folder;
    this.format = format;
  }

  Path path() {
    return folder;
  }

  /** The messages there are, in order. */
  List<Kept> load() throws IOException {
    List<Kept> all = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return all;
    }
    TreeMap<String, Path> files = new TreeMap<>();
    try (Stream<Path> found = Files.list(folder)) {
      for (Path file : found.toList()) {
        String name = file.getFileName().toString();
        var message = MESSAGE.matcher(name);
        if (name.endsWith(UNFINISHED)) {
          Files.delete(file);
        } else if (message.matches()) {
          files.put(message.group(1), file);
        }
      }
    }
    Set<String> places = new TreeSet<>(files.keySet());
    for (String place : places) {
      if (isPartOfOne(place, places)) {
        // The message that it was to take the place of is still there, so nothing of it was sent.
        Files.delete(files.get(place));
      } else {
        load(place, files.get(place), all);
      }
    }
    return all;
  }

  private static boolean isPartOfOne(String place, Set<String> places) {
    for (int dot = place.lastIndexOf('.'); dot > 0; dot = place.lastIndexOf('.', dot - 1)) {
      if (places.contains(place.substring(0, dot))) {
        return true;
      }
    }
    return false;
  }

  private void load(String place, Path file, List<Kept> all) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      all.add(kept(place, DeliveryFile.readHeader(in), file));
    } catch (NewerFormException e) {
      throw new IOException("as to its file '" + file + "', " + e.getMessage(), e);
    } catch (IOException e) {
      if (DiskProblem.is(e)) {
        throw e;
      }
      setAside(file);
    }
  }

  private static Kept kept(String place, Header header, Path file) throws IOException {
    Instant since = Files.getLastModifiedTime(file).toInstant();
    return new Kept(place, header, file, Files.size(file), since);
  }

  /** Moves a damaged file out of the queue. */
  void setAside(Path file) throws IOException {
    Path aside = folder.resolve(file.getFileName() + ".unreadable");
    Files.move(file, aside);
    LOG.atError()
        .addKeyValue("destination", destination)
        .addKeyValue("file", aside)
        .log("A file of the spool is damaged and is not sent; look at the disk it lies on");
  }

  /** Writes a message; one that has the same place is replaced. */
  Kept write(String place, Delivery delivery) throws IOException {
    PrivateFiles.folder(folder);
    Path file = folder.resolve(place + ENDING);
    Path unfinished = folder.resolve(file.getFileName() + UNFINISHED);
    try {
      try (FileChannel channel =
              PrivateFiles.open(unfinished, StandardOpenOption.TRUNCATE_EXISTING);
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
        DeliveryFile.write(delivery, format, out);
        channel.force(true);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    PrivateFiles.force(folder);
    Header header = new Header(delivery.key(), format, Conversion.framing(delivery));
    return kept(place, header, file);
  }

  /** Notes for others why what waits here was not taken; an empty text for nothing to tell. */
  void why(String sentence) {
    Path file = folder.resolve(WHY);
    try {
      if (sentence.isEmpty()) {
        Files.deleteIfExists(file);
      } else if (Files.isDirectory(folder)) {
        try (FileChannel channel = PrivateFiles.open(file, StandardOpenOption.TRUNCATE_EXISTING);
            OutputStream out = Channels.newOutputStream(channel)) {
          out.write(sentence.getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      LOG.debug("Why messages wait cannot be noted", e);
    }
  }

  void delete(Kept kept) throws IOException {
    Files.deleteIfExists(kept.file());
    PrivateFiles.force(folder);
  }

  static Delivery read(Kept kept) throws IOException {
    try (InputStream in = Files.newInputStream(kept.file())) {
      return DeliveryFile.read(in);
    }
  }

  static Delivery readNow(Kept kept) {
    try {
      return read(kept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Warns of folders with messages for a destination that is not one of these. */
  static void warnOfStrangers(Path spools, List<String> destinations) {
    String[] names = spools.toFile().list();
    for (String name : names == null ? new String[0] : names) {
      String[] files = spools.resolve(name).toFile().list();
      if (!destinations.contains(name) && files != null && files.length > 0) {
        LOG.atWarn()
            .addKeyValue("folder", spools.resolve(name))
            .log(
                "Messages wait for a destination that is not in the configuration; they are sent"
                    + " once it is there again under its name");
      }
    }
  }

  /** The keys of the messages in a folder of spools, by destination; others may use it. */
  static Map<String, Set<String>> keys(Path spools) throws IOException {
    Map<String, Set<String>> keys = new TreeMap<>();
    if (Files.isDirectory(spools)) {
      try (Stream<Path> files = Files.walk(spools)) {
        for (Path file : files.filter(path -> path.toString().endsWith(ENDING)).toList()) {
          String destination = file.getParent().getFileName().toString();
          keys.computeIfAbsent(destination, name -> new HashSet<>()).addAll(key(file));
        }
      }
    }
    return keys;
  }

  /** The key of a message; none if it was sent meanwhile or is damaged. */
  private static Set<String> key(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Set.of(DeliveryFile.readHeader(in).key());
    } catch (IOException e) {
      return Set.of();
    }
  }
}
