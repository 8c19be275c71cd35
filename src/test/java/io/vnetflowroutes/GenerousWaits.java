package io.vnetflowroutes;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets every wait that states no limit last for minutes: a busy machine is no failure. */
public final class GenerousWaits implements BeforeAllCallback {

  private static final Duration LONG = Duration.ofMinutes(10);

  @Override
  public void beforeAll(ExtensionContext tests) {
    Awaitility.setDefaultTimeout(LONG);
  }
}
