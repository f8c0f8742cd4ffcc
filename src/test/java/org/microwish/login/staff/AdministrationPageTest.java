package org.microwish.login.staff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.testing.DocumentShell;
import org.microwish.testing.SampleDivisions;
import org.microwish.testing.Street;

/** Runs the shell blocks of administration.md in their order, as an administrator does. */
@Tag("database")
@QuarkusTest
class AdministrationPageTest {

  private static final Path PAGE = Path.of("src/docs/administration.md");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The year for which the page's calendar is imported; no other test uses it. */
  private static final String YEAR = "2031";

  @TestHTTPResource URI service;

  @Inject Bootstrap bootstrap;
  @Inject Ids ids;

  @Test
  void everyBlock_worksAsWritten(@TempDir Path scratch) throws Exception {
    SampleDivisions.record();
    List<String> blocks = DocumentShell.blocks(PAGE, "bash");
    assertThat(blocks).hasSize(8);
    Map<String, String> variables = new HashMap<>();
    variables.put("MW", service.toString().replaceAll("/$", ""));
    variables.put("OUT", scratch.toString());
    variables.put("YEAR", YEAR);
    variables.put("ORGANISATION", Id.text(Street.here().organisation()));
    variables.put("PASSWORD", "a cup of green tea");
    variables.put("LOGIN", "page-root-" + Long.toString(ids.next(), 36));
    variables.put("DESK", "page-desk-" + Long.toString(ids.next(), 36));

    variables.put("SECRET", bootstrap.renew().code().text());
    JsonNode first = DocumentShell.json(blocks.get(0), variables);
    variables.put("INVITATION", first.at("/invitation/code").asText());
    JsonNode app = DocumentShell.json(blocks.get(1), variables);
    byte[] secret = StaffTest.decode(app.path("totpSecret").asText());
    long step = Totp.step(Instant.now());
    variables.put("TOTP", Totp.code(secret, step));
    assertThat(DocumentShell.json(blocks.get(2), variables).path("recoveryCodes")).hasSize(8);
    variables.put("TOTP", Totp.code(secret, step + 1));
    variables.put("TOKEN", run(blocks.get(3) + "\necho \"$TOKEN\"", variables).strip());
    assertThat(DocumentShell.json(blocks.get(4), variables).at("/invitation/code").asText())
        .isNotEmpty();
    assertThat(DocumentShell.json(blocks.get(5), variables).path("secret").asText())
        .startsWith("mws_");
    run(blocks.get(6), variables);
    fillIn(scratch.resolve(YEAR + ".json"));
    assertThat(DocumentShell.json(blocks.get(7), variables).has("ledger")).isTrue();
  }

  /** Changes the calendar file as the page asks the administrator to do. */
  private static void fillIn(Path file) throws IOException {
    ObjectNode year = (ObjectNode) JSON.readTree(file.toFile());
    year.retain("days");
    year.put("source", "样例〔2030〕1号");
    Files.writeString(file, year.toString());
  }

  private static String run(String block, Map<String, String> variables) throws Exception {
    DocumentShell.Ended ended = DocumentShell.run(block, variables);
    assertThat(ended.code()).as(block + "\n" + ended.output()).isZero();
    return ended.output();
  }
}
