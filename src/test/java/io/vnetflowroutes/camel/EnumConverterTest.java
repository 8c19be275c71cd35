package io.vnetflowroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.flow.Decision;
import org.apache.camel.TypeConversionException;
import org.apache.camel.TypeConverter;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Proves that words of routes become constants as they do by Camel's own converter. */
class EnumConverterTest {

  private final Main camel = new Main();
  private TypeConverter converter;

  @BeforeEach
  void start() {
    camel.addMainListener(new EnumConverter<>(Decision.class));
    camel.init();
    converter = camel.getCamelContext().getTypeConverter();
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void caseAndBlanksAroundTheWordDoNotMatter() {
    assertThat(converter.convertTo(Decision.class, "deny")).isEqualTo(Decision.DENY);
    assertThat(converter.convertTo(Decision.class, " Allow ")).isEqualTo(Decision.ALLOW);
  }

  @Test
  void anUnknownWordIsAnErrorThatNamesTheKnownOnes() {
    assertThatThrownBy(() -> converter.convertTo(Decision.class, "refuse"))
        .isInstanceOf(TypeConversionException.class)
        .rootCause()
        .hasMessage("'refuse' is none of [allow, deny]");
    assertThat(converter.convertTo(Decision.class, "deny")).isEqualTo(Decision.DENY);
  }
}
