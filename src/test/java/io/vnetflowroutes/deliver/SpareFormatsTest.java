package io.vnetflowroutes.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.format.FlatFormat;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.Syntax;
import org.junit.jupiter.api.Test;

/** Proves that formats are used again, by one part at a time, and only where they may be. */
class SpareFormatsTest {

  @Test
  void aFormatIsUsedAgainButNotByTwoAtATime() {
    SpareFormats formats = new SpareFormats(FlatFormat::new, true);
    Format first = formats.take();
    Format second = formats.take();
    assertThat(second).isNotSameAs(first);
    formats.giveBack(first);
    assertThat(formats.take()).isSameAs(first);
  }

  @Test
  void aFormatThatLooksUpFilesIsMadeAnewForEachPart() {
    SpareFormats formats = new SpareFormats(FlatFormat::new, false);
    Format first = formats.take();
    formats.giveBack(first);
    assertThat(formats.take()).isNotSameAs(first);
  }

  @Test
  void theSyntaxIsThatOfTheFormats() {
    assertThat(new SpareFormats(FlatFormat::new, true).syntax()).isEqualTo(Syntax.JSON);
  }
}
