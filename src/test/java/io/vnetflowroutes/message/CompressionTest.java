package io.vnetflowroutes.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Proves that what was compressed is told by its beginning, and is whole. */
class CompressionTest {

  private static final byte[] TEXT =
      "{\"id\":\"1\"}\n".repeat(1000).getBytes(StandardCharsets.UTF_8);

  @ParameterizedTest
  @EnumSource
  void whatIsPackedIsUnpacked(Compression compression) throws IOException {
    byte[] packed = compression.apply(TEXT, TEXT.length - 11);
    assertThat(Compression.of(packed)).isEqualTo(compression);
    assertThat(compression.undo(packed)).isEqualTo(Arrays.copyOf(TEXT, TEXT.length - 11));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aBrokenByteIsNoticed(Compression compression) {
    byte[] packed = compression.apply(TEXT, TEXT.length);
    packed[packed.length - 1] ^= 1;
    assertThatThrownBy(() -> compression.undo(packed)).isInstanceOf(IOException.class);
  }

  @Test
  void shortBytesAreNotCompressed() {
    assertThat(Compression.of(new byte[0])).isEqualTo(Compression.NONE);
    assertThat(Compression.of(new byte[] {0x28, (byte) 0xb5})).isEqualTo(Compression.NONE);
  }
}
