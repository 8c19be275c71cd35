package io.vnetflowroutes.receiver;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which fixed fields settings may add to the envelope of a type, or which names the fields of a
 * flow may get.
 *
 * @param own names that the envelope writes itself, or that the service reserves
 * @param only the only possible names; empty if any name is possible
 * @param allowed the pattern of a name
 * @param rule the same in words
 */
public record FieldNames(Set<String> own, Set<String> only, Pattern allowed, String rule) {

  /** Any name. */
  static final FieldNames ANY = new FieldNames(Set.of(), Set.of(), Pattern.compile(".+"), "");
}
