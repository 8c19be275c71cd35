package io.vnetflowroutes.camel;

import java.util.List;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.support.SimpleTypeConverter;

/**
 * Converts a word of a route to its enum constant directly. Without it, Camel asks each of its
 * converters first, for every batch.
 */
final class EnumConverter<E extends Enum<E>> extends MainListenerSupport {

  private final Class<E> type;

  EnumConverter(Class<E> type) {
    this.type = type;
  }

  @Override
  public void afterConfigure(BaseMainSupport main) {
    main.getCamelContext()
        .getTypeConverterRegistry()
        .addTypeConverter(
            type,
            String.class,
            new SimpleTypeConverter(false, (to, exchange, word) -> constant((String) word)));
  }

  /** The constant of this name in any case, as with Camel's own. */
  private E constant(String word) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(word.trim())) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "'%s' is none of %s".formatted(word, List.of(type.getEnumConstants())));
  }
}
