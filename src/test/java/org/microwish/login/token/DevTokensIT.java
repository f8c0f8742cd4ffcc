package org.microwish.login.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.testing.Answer;
import org.microwish.testing.Http;
import org.microwish.testing.PackagedService;
import org.microwish.testing.TestDatabase;
import org.microwish.testing.Tokens;

/** Checks that the production build has no endpoint for development tokens. */
@Tag("packaged")
class DevTokensIT {

  @Test
  void packagedProgram_hasNoDevTokenEndpoint() throws Exception {
    try (PackagedService service =
            PackagedService.on(TestDatabase.grantedSchema("tokens"))
                .start(PackagedService.freePort());
        Http http = new Http()) {
      service.awaitReady();
      for (String token : new String[] {null, Tokens.administrator("a")}) {
        Answer answer =
            http.post(service.uri("/api/v1/dev/tokens"))
                .bearer(token)
                .json("{\"role\": \"RESIDENT\", \"subject\": \"a\"}")
                .send();
        assertThat(answer.status()).as(answer.text()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
      }
      assertThat(http.get(service.uri("/openapi")).send().text()).doesNotContain("dev/tokens");
    }
  }
}
