package org.microwish.login.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.testing.DocumentShell;

/**
 * Runs the shell blocks of partners.md in their order, as a partner's engineer does. The blocks in
 * TypeScript are run by the tests of {@code openapi/sdk}.
 */
@Tag("database")
@QuarkusTest
class PartnersPageTest {

  private static final Path PAGE = Path.of("src/docs/partners.md");

  @TestHTTPResource URI service;

  @Test
  void everyBlock_worksAsWritten() throws Exception {
    ClientApi.divisions();
    List<String> blocks = DocumentShell.blocks(PAGE, "bash");
    assertThat(blocks).hasSize(4);
    Map<String, String> variables = new HashMap<>();
    variables.put("MW", service.toString().replaceAll("/$", ""));
    variables.putAll(exported(blocks.get(0), variables));

    variables.put(
        "ACCESS_TOKEN", DocumentShell.json(blocks.get(1), variables).path("access_token").asText());
    assertThat(DocumentShell.json(blocks.get(2), variables).has("items")).isTrue();
    variables.put("JWT", AssertionTest.newAssertion());
    assertThat(DocumentShell.json(blocks.get(3), variables).path("access_token").asText())
        .isNotEmpty();
  }

  /** Runs the block of the sandbox and returns the variables that the later blocks use. */
  private static Map<String, String> exported(String block, Map<String, String> variables)
      throws Exception {
    DocumentShell.Ended ended =
        DocumentShell.run(
            block
                + "printf '%s\\n' \"$CLIENT_ID\" \"$CLIENT_SECRET\" \"$OPERATOR\" \"$RESIDENT\""
                + " \"$MEMBER\"",
            variables);
    assertThat(ended.code()).as(ended.output()).isZero();
    List<String> values = ended.output().lines().filter(line -> !line.isBlank()).toList();
    assertThat(values).hasSize(5);
    return Map.of("CLIENT_ID", values.get(0), "CLIENT_SECRET", values.get(1));
  }
}
