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

/** Runs the shell blocks of partners.md in their order, as a partner's engineer does. */
@Tag("database")
@QuarkusTest
class PartnersPageTest {

  private static final Path PAGE = Path.of("src/docs/partners.md");

  @TestHTTPResource URI service;

  @Test
  void everyBlock_worksAsWritten() throws Exception {
    ClientApi.divisions();
    List<String> blocks = DocumentShell.blocks(PAGE, "bash");
    assertThat(blocks).hasSize(3);
    Map<String, String> variables = new HashMap<>();
    variables.put("MW", service.toString().replaceAll("/$", ""));
    ClientApi.Credentials client = ClientApi.partner("\"wishes:read\"");
    variables.put("CLIENT_ID", client.id());
    variables.put("CLIENT_SECRET", client.secret());

    variables.put(
        "ACCESS_TOKEN", DocumentShell.json(blocks.get(0), variables).path("access_token").asText());
    assertThat(DocumentShell.json(blocks.get(1), variables).has("items")).isTrue();
    variables.put("JWT", AssertionTest.newAssertion());
    assertThat(DocumentShell.json(blocks.get(2), variables).path("access_token").asText())
        .isNotEmpty();
  }
}
