package io.vnetflowroutes.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.format.FlatFormat;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.FormatPool;
import io.vnetflowroutes.format.Syntax;
import org.junit.jupiter.api.Test;

/** Proves that formats are used again, by one part at a time, and only where they may be. */
class FormatPoolTest {

  @Test
  void aFormatIsUsedAgainButNotByTwoAtATime() {
    FormatPool formats = new FormatPool(FlatFormat::new, true);
    Format first = formats.take();
    Format second = formats.take();
    assertThat(second).isNotSameAs(first);
    formats.giveBack(first);
    assertThat(formats.take()).isSameAs(first);
  }

  @Test
  void aFormatThatLooksUpFilesIsMadeAnewForEachPart() {
    FormatPool formats = new FormatPool(FlatFormat::new, false);
    Format first = formats.take();
    formats.giveBack(first);
    assertThat(formats.take()).isNotSameAs(first);
  }

  @Test
  void theSyntaxIsThatOfTheFormats() {
    assertThat(new FormatPool(FlatFormat::new, true).syntax()).isEqualTo(Syntax.JSON);
  }
}
