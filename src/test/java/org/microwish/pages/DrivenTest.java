package org.microwish.pages;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Says in the output of the build that the pages were not driven in a browser. */
@Tag("fast")
class DrivenTest {

  private static final String NOT_DRIVEN =
      "The pages were not driven in a browser. ./mvnw verify -Ppages does it; it needs Chromium.";

  @Test
  void pagesAreDrivenInABrowser() {
    boolean driver = isPresent("com.microsoft.playwright.impl.driver.jar.DriverJar");
    if (!driver) {
      System.out.println(NOT_DRIVEN);
    }
    assumeTrue(driver, NOT_DRIVEN);
  }

  private static boolean isPresent(String type) {
    try {
      Class.forName(type);
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }
}
