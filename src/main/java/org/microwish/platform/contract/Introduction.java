package org.microwish.platform.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/**
 * Adds the head of the contract: title, version, and an introduction from {@code
 * openapi/introduction.md}.
 */
final class Introduction {

  private static final String FILE = "openapi/introduction.md";

  /**
   * The version of the contract. It changes only when the contract changes, by the rules in the
   * introduction, not with each release of the program.
   */
  private static final String VERSION = "1.0.0";

  private Introduction() {}

  static void addTo(OpenAPI contract) {
    contract.setInfo(
        OASFactory.createInfo()
            .title("micro-wish 微心愿")
            .version(VERSION)
            .description(text())
            .contact(
                OASFactory.createContact()
                    .name("The maintainers of micro-wish")
                    .url("https://microwish.org"))
            .license(
                OASFactory.createLicense()
                    .name("Apache-2.0")
                    .url("https://www.apache.org/licenses/LICENSE-2.0")));
    contract.setServers(
        List.of(
            OASFactory.createServer()
                .url("/")
                .description("The installation that serves this contract.")));
  }

  private static String text() {
    try (InputStream text =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(FILE)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
