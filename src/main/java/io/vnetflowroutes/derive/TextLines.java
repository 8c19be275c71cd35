package io.vnetflowroutes.derive;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the lines of a text file from any program: with or without a byte order mark, in UTF-8 or,
 * as PowerShell writes it, in UTF-16, with the line ends of any system. Networks are ASCII, so a
 * comment in another encoding does no harm.
 */
final class TextLines {

  private static final char MARK = '\ufeff';

  private TextLines() {}

  static List<String> of(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, encoding(bytes));
    return text.substring(!text.isEmpty() && text.charAt(0) == MARK ? 1 : 0).lines().toList();
  }

  private static Charset encoding(byte[] bytes) {
    int mark = bytes.length < 2 ? 0 : ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
    return switch (mark) {
      case 0xfeff -> StandardCharsets.UTF_16BE;
      case 0xfffe -> StandardCharsets.UTF_16LE;
      default -> StandardCharsets.UTF_8;
    };
  }
}
