package io.vnetflowroutes.check;

import java.util.Locale;

/** The verdict of one check. */
public enum CheckStatus {
  /** It is as it should be. */
  OK,
  /** It works, but not well, or not for long. */
  WARN,
  /** It does not work; its text says who must do what. */
  FAIL,
  /** It was not looked at; its text says why. */
  SKIP;

  /** The word that people and scripts read. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
